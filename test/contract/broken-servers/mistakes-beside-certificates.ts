import type { CertificateMistake } from './certificate-mistake.ts';
import { ONE_WAY, pairOf, TWO_WAY } from './certificate-server.ts';

export const aboutBasicBeside: readonly CertificateMistake[] = [
  {
    mistake: 'does not bind the pair to the certificate',
    steps: () => ({ areBound: () => true }),
    fails: ['lets-a-header-stand-in', 'takes-the-certificate-of-another', 'takes-the-session-of-another'],
  },
  {
    mistake: 'wants the pair only where there is one',
    steps: (right) => ({
      paired: (request, holder) => (pairOf(request) ? right.paired(request, holder) : holder.id),
    }),
    fails: ['takes-the-certificate-alone'],
  },
  {
    mistake: 'looks at the id alone',
    steps: () => ({ paired: (request) => pairOf(request)?.id }),
    fails: ['takes-a-wrong-secret'],
  },
];

export const aboutRoles: readonly CertificateMistake[] = [
  {
    mistake: 'wants no role',
    steps: () => ({ mayRead: () => true }),
    fails: ['takes-another-role', 'takes-a-certificate-that-is-not-qualified', 'takes-a-seal'],
  },
  {
    mistake: 'wants any role',
    steps: () => ({ mayRead: (said) => said?.kind === 'website' }),
    fails: ['takes-another-role'],
  },
  {
    mistake: 'refuses other roles alone',
    steps: (right) => ({ mayRead: (said) => said === undefined || right.mayRead(said) }),
    fails: ['takes-a-certificate-that-is-not-qualified'],
  },
  {
    mistake: 'takes a seal for a QWAC',
    steps: () => ({ mayRead: (said) => said?.role === 'PSP_AI' }),
    fails: ['takes-a-seal'],
  },
];

export const aboutHosts: readonly CertificateMistake[] = [
  {
    mistake: 'serves everything under every name',
    steps: () => ({ serves: () => true }),
    fails: [
      'serves-two-way-under-the-one-way-name',
      'serves-one-way-under-the-two-way-name',
      'goes-by-the-host-header-alone',
      'goes-by-the-handshake-alone',
    ],
  },
  {
    mistake: 'goes by Host alone',
    steps: () => ({ serves: ({ host }, _wanted, other) => host !== other }),
    fails: ['goes-by-the-host-header-alone'],
  },
  {
    mistake: 'goes by the handshake alone',
    steps: () => ({ serves: ({ serverName }, _wanted, other) => serverName !== other }),
    fails: ['goes-by-the-handshake-alone'],
  },
  {
    mistake: 'keeps the two-way host apart alone',
    steps: (right) => ({
      serves: (names, wanted, other) => wanted === ONE_WAY || right.serves(names, wanted, other),
    }),
    fails: ['serves-one-way-under-the-two-way-name'],
  },
  {
    mistake: 'serves nothing under the two-way name',
    steps: (right) => ({
      serves: (names, wanted, other) => names.host !== TWO_WAY && right.serves(names, wanted, other),
    }),
    fails: ['refuses-its-own-host'],
  },
];

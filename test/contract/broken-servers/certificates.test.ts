import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthority } from '../../support/authority.ts';
import { type ContractCertificates, contractCertificates, pairs } from '../contract-certificates.ts';
import type { CertificateMistake } from './certificate-mistake.ts';
import {
  type CertificateSteps,
  certificateServer,
  type Known,
  ONE_WAY,
  TWO_WAY,
} from './certificate-server.ts';
import { failuresIn, reportOn, unfailed } from './matrix.ts';
import { aboutTheCertificate } from './mistakes-about-certificates.ts';
import { aboutForwardedCertificates } from './mistakes-about-forwarded-certificates.ts';
import { aboutBasicBeside, aboutHosts, aboutRoles } from './mistakes-beside-certificates.ts';

const aboutCertificates = [...aboutTheCertificate, ...aboutForwardedCertificates];

let own: ContractCertificates;
let ca: string;
let known: Known;

beforeAll(async () => {
  own = await contractCertificates();
  const authority = await createAuthority({ commonName: 'Server CA' });
  const { chainPem, keyPem } = await authority.issueServer(['127.0.0.1', TWO_WAY, ONE_WAY]);
  ca = authority.root.pem;
  known = { own, identity: { cert: chainPem, key: keyPem } };
});

afterAll(() => own[Symbol.asyncDispose]());

const get = (path: string) => ({ method: 'GET', path });

/** What the profile wants to know of these servers. */
function credentials(wantsBasic: boolean) {
  const { certificates } = own;
  const { qwac, qwacOtherRole, qseal } = certificates;
  const { account, otherAccount, inactiveAccount, closingAccount } = pairs;
  return {
    request: get('/'),
    ...(wantsBasic && { account, otherAccount, inactiveAccount }),
    certificates,
    closing: {
      certificate: certificates.closing,
      ...(wantsBasic && { account: closingAccount }),
      close: get('/detach'),
      reopen: get('/attach'),
    },
    psd2: { request: get('/psd2'), qwac, qwacOtherRole, qseal },
    hosts: { twoWay: TWO_WAY, oneWay: ONE_WAY, oneWayRequest: get('/one-way') },
  };
}

async function failuresOf(
  steps: CertificateMistake['steps'],
  wantsBasic: boolean,
  only: (id: string) => boolean = () => true,
): Promise<string[]> {
  const mistaken = (right: CertificateSteps) => steps(right, known);
  const server = certificateServer(known, wantsBasic, mistaken);
  return failuresIn(await reportOn(server, 'client-certificate', credentials(wantsBasic), { ca, only }));
}

// A step that the requests of other suites never reach cannot make them fail: those need not be sent.
const rooms = [
  { about: [...aboutCertificates, ...aboutBasicBeside], suite: '' },
  { about: aboutRoles, suite: 'psd2-role/' },
  { about: aboutHosts, suite: 'two-way-host/' },
];
const mistakes = rooms.flatMap(({ about, suite }) => about.map((one) => ({ ...one, suite })));

test('a server without a mistake fails nothing', async () => {
  expect(await failuresOf(() => ({}), true)).toEqual([]);
});

test.each(mistakes)(
  'a server that $mistake fails what names that mistake',
  async ({ steps, fails, suite }) => {
    const failures = await failuresOf(steps, true, (id) => id.startsWith(suite));
    expect(failures.sort()).toEqual([...fails].sort());
  },
);

test('every required case has a server that fails it', () => {
  expect(unfailed('client-certificate', mistakes)).toEqual([]);
});

describe('where a certificate is all that it takes', () => {
  test('a server without a mistake fails nothing', async () => {
    expect(await failuresOf(() => ({}), false)).toEqual([]);
  });

  test.each(aboutCertificates.filter(({ mistake }) => /header|TLS layer|handshake/.test(mistake)))(
    'a server that $mistake fails what names that mistake',
    async ({ steps, fails }) => {
      const ofBasic = (name: string) => /-of-another$/.test(name);
      expect((await failuresOf(steps, false)).sort()).toEqual(fails.filter((name) => !ofBasic(name)).sort());
    },
  );
});

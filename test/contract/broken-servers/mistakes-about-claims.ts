import { isIP } from 'node:net';
import { type BearerSteps, normalized, rightSteps as right } from './bearer-server.ts';
import type { Mistake } from './mistake.ts';

const yes = () => true;

/** Mistakes about what a token says, and about the address beside it. */
export const aboutClaims: readonly Mistake<BearerSteps>[] = [
  {
    mistake: 'does not require exp',
    steps: { expires: (claims, now) => claims.exp == null || right.expires(claims, now) },
    fails: ['takes-a-token-without-exp'],
  },
  {
    mistake: 'does not look at exp',
    steps: { expires: ({ exp }) => typeof exp === 'number' },
    fails: ['takes-an-expired-token'],
  },
  {
    mistake: 'does not limit the lifetime',
    steps: { livesShort: yes },
    fails: ['takes-a-token-that-lives-too-long'],
  },
  {
    mistake: 'does not require iat',
    steps: {
      isDated: yes,
      livesShort: (claims) => claims.iat === undefined || right.livesShort(claims),
      hasBegun: (claims, now) => right.hasBegun({ ...claims, iat: claims.iat ?? 0 }, now),
    },
    fails: ['takes-a-token-without-iat'],
  },
  {
    mistake: 'does not look ahead of its clock at iat',
    steps: { hasBegun: (claims, now) => right.hasBegun({ ...claims, iat: 0 }, now) },
    fails: ['takes-a-token-from-the-future'],
  },
  {
    mistake: 'does not look at nbf',
    steps: { hasBegun: (claims, now) => right.hasBegun({ ...claims, nbf: 0 }, now) },
    fails: ['takes-a-token-from-the-future'],
  },
  {
    mistake: 'takes a text for a time',
    steps: {
      expires: (claims, now) =>
        right.expires({ exp: typeof claims.exp === 'string' ? Number(claims.exp) : claims.exp }, now),
    },
    fails: ['takes-times-that-are-no-numbers'],
  },
  {
    mistake: 'takes a token for the first account where it names none',
    steps: { accountOf: (claims) => right.accountOf(claims) ?? 'merchant' },
    fails: ['takes-a-token-for-nobody'],
  },
  {
    mistake: 'makes a text of whatever names an account',
    steps: { accountOf: ({ sub }) => (sub ? String(sub) : undefined) },
    fails: ['takes-a-token-for-nobody'],
  },
  {
    mistake: 'does not look at the issuer',
    steps: { isFromIssuer: yes },
    fails: ['takes-a-token-of-another-issuer'],
  },
  {
    mistake: 'compares the beginning of the issuer',
    steps: { isFromIssuer: ({ iss }) => String(iss).startsWith('https://issuer.example') },
    fails: ['takes-a-token-of-another-issuer'],
  },
  { mistake: 'does not look at the audience', steps: { isForUs: yes }, fails: ['takes-a-token-for-another'] },
  {
    mistake: 'looks for the audience anywhere in a text',
    steps: { isForUs: ({ aud }) => String(aud).includes('https://api.example') },
    fails: ['takes-a-token-for-another'],
  },
  {
    mistake: 'does not look at the kind of a token',
    steps: { isAccessToken: yes },
    fails: ['takes-a-token-of-another-kind'],
  },
  {
    mistake: 'does not look at whether an account is active',
    steps: { isActive: yes },
    fails: ['lets-inactive-accounts-in'],
  },
  { mistake: 'revokes nothing', steps: { isRevoked: () => false }, fails: ['takes-a-revoked-token'] },
  {
    mistake: 'does not look at the scope',
    steps: { hasScope: yes },
    fails: ['takes-a-token-of-another-scope'],
  },
  {
    mistake: 'looks for the scope anywhere in a text',
    steps: { hasScope: ({ scope }) => String(scope).includes('pay') },
    fails: ['takes-a-token-of-another-scope'],
  },
  {
    mistake: 'needs no address',
    steps: {
      psuIp: (request) =>
        request.headersDistinct['psu-ip-address'] ? right.psuIp(request) : '111.111.11.111',
    },
    fails: ['needs-no-address'],
  },
  {
    mistake: 'looks at the first address of several',
    steps: {
      psuIp: ({ headersDistinct }) =>
        normalized(headersDistinct['psu-ip-address']?.[0]?.split(/[ ,]/)[0] ?? ''),
    },
    fails: ['takes-one-of-two-addresses'],
  },
  {
    mistake: 'takes an address with its port',
    steps: { psuIp: changing((text) => text.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')) },
    fails: ['takes-what-is-no-address'],
  },
  {
    mistake: 'takes any text for an address',
    steps: { psuIp: (request) => right.psuIp(request) ?? single(request.headersDistinct) },
    fails: ['takes-what-is-no-address'],
  },
  {
    mistake: 'binds no token to an address',
    steps: { isBoundTo: yes },
    fails: ['takes-any-address-for-a-bound-token'],
  },
  {
    mistake: 'compares addresses by their beginning',
    steps: {
      isBoundTo: (claims, address) =>
        right.isBoundTo(claims, address) || address.startsWith(String(claims.psu_ip)),
    },
    fails: ['takes-any-address-for-a-bound-token'],
  },
  {
    mistake: 'knows no IPv6',
    steps: {
      psuIp: (request) => {
        const address = right.psuIp(request);
        return address !== undefined && isIP(address) === 4 ? address : undefined;
      },
    },
    fails: ['wants-one-family', 'takes-any-address-for-a-bound-token'],
  },
  { mistake: 'takes addresses of nobody', steps: { isPublic: yes }, fails: ['takes-an-address-of-nobody'] },
];

/** A right reader of what is left after a change. */
function changing(change: (text: string) => string): BearerSteps['psuIp'] {
  return (request) => {
    const text = single(request.headersDistinct);
    return text === undefined ? undefined : normalized(change(text));
  };
}

function single(headers: NodeJS.Dict<string[]>): string | undefined {
  const [value, ...others] = headers['psu-ip-address'] ?? [];
  return others.length > 0 || value?.match(/[ ,]/) ? undefined : value;
}

import { createSecretKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { rightToken, type TokenToSign } from './right-token.ts';

type WrongToken = (options: TokenToSign) => string | Promise<string>;

const seconds = ({ clock = Date.now }: TokenToSign) => Math.floor(clock() / 1000);

/** With other claims than those that were asked for. */
function claiming(change: (options: TokenToSign) => Record<string, unknown>): WrongToken {
  return (options) => rightToken({ ...options, claims: { ...options.claims, ...change(options) } });
}

export type TokenFault = keyof typeof tokenFaults;

/** Tokens with one mistake each. */
export const tokenFaults = {
  expired: claiming((options) => {
    const exp = seconds(options) - 60;
    return { iat: exp - (options.lifetimeSeconds ?? 300), exp };
  }),
  'not-yet-valid': claiming((options) => ({ nbf: seconds(options) + 3600 })),
  'issued-in-the-future': claiming((options) => {
    const iat = seconds(options) + 3600;
    return { iat, exp: iat + (options.lifetimeSeconds ?? 300) };
  }),
  'lives-too-long': claiming((options) => ({ iat: seconds(options), exp: seconds(options) + 365 * 86_400 })),
  'without-exp': claiming(() => ({ exp: undefined })),
  'without-iat': claiming((options) => ({
    iat: undefined,
    exp: seconds(options) + (options.lifetimeSeconds ?? 300),
  })),
  'times-in-milliseconds': claiming((options) => ({
    iat: seconds(options) * 1000,
    exp: (seconds(options) + (options.lifetimeSeconds ?? 300)) * 1000,
  })),
  'other-issuer': claiming(() => ({ iss: 'https://somebody-else.example' })),
  'other-key': (options: TokenToSign) => rightToken({ ...options, key: otherKey(options.algorithm) }),
  'without-signature': async (options: TokenToSign) => {
    const [header, payload] = (await rightToken(options)).split('.');
    return `${header}.${payload}.`;
  },
  'alg-none': async (options: TokenToSign) => {
    const [header = '', payload] = (await rightToken(options)).split('.');
    const unsigned = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), alg: 'none' };
    return `${Buffer.from(JSON.stringify(unsigned)).toString('base64url')}.${payload}.`;
  },
} as const satisfies Record<string, WrongToken>;

/** Somebody else's, for the same algorithm. */
function otherKey(algorithm: string): KeyObject {
  switch (algorithm) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    case 'ES384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
    case 'ES512':
      return generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey;
    case 'EdDSA':
    case 'Ed25519':
      return generateKeyPairSync('ed25519').privateKey;
    default:
      return algorithm.startsWith('HS')
        ? createSecretKey(randomBytes(64))
        : generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  }
}

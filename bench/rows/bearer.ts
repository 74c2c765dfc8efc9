import {
  createHmac,
  createSecretKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  randomBytes,
  randomUUID,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { bearer as bearerVerifier, memoryRevocationList } from '@countersign/bearer';
import type { Verifier } from '@countersign/core';
import { guard } from '@countersign/express';
import { BearerStrategy } from '@countersign/passport';
import { expressjwt } from 'express-jwt';
import { auth } from 'express-oauth2-jwt-bearer';
import { createVerifier } from 'fast-jwt';
import { jwtVerify, SignJWT } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import { Passport } from 'passport';
import { ExtractJwt, Strategy as PassportJwt } from 'passport-jwt';
import type { Contestant, RowMaker } from '../measure/row.ts';
import { nodeRequest, throughMiddleware, verifies } from '../requests.ts';

type Algorithm = 'HS256' | 'RS256' | 'ES256' | 'EdDSA';

interface Keys {
  readonly algorithm: Algorithm;
  readonly signing: KeyObject;
  readonly verifying: KeyObject;
}

const ISSUER = 'https://bench.example.com';
// More than are remembered where nothing is to have been seen before.
const TOKENS = 1_024;
const REMEMBERED = 64;

/** Tokens that come for the first time, and one that comes again and again, as a client sends it. */
export const bearer: RowMaker = {
  id: 'bearer',
  async *rows(size) {
    const operations = size === 'full' ? 2_000 : 100;
    for (const algorithm of ['HS256', 'RS256', 'ES256', 'EdDSA'] as const) {
      const keys = keysOf(algorithm);
      const tokens = await Promise.all(Array.from({ length: TOKENS }, () => tokenOf(keys)));
      yield {
        name: `Bearer, ${algorithm}, seen for the first time`,
        operations,
        contestants: firstSight(keys, tokens),
      };
      const contestants = seenBefore(keys, tokens[0] ?? '');
      yield { name: `Bearer, ${algorithm}, seen before`, operations: operations * 5, contestants };
    }
  },
};

function firstSight(keys: Keys, tokens: readonly string[]): [Contestant, ...Contestant[]] {
  const at = (index: number) => tokens[index % TOKENS] ?? '';
  const ours = verifierOf(keys, REMEMBERED);
  const headers = tokens.map(headersOf);
  return [
    { name: 'jose', once: (index) => byJose(keys, at(index)) },
    { name: 'floor: node:crypto, JSON.parse, exp', once: (index) => byHand(keys, at(index)) },
    ...(keys.algorithm === 'EdDSA' ? [] : [byJsonwebtoken(keys, at)]),
    byFastJwt(keys, at, false),
    verifies('ours, verify', ours, headers.map(nodeRequest)),
    throughMiddleware('ours, Express guard', guard(ours), ...headers),
    throughMiddleware('ours, Passport', throughPassport(ours), ...headers),
  ];
}

function seenBefore(keys: Keys, token: string): [Contestant, ...Contestant[]] {
  const headers = headersOf(token);
  const ours = verifierOf(keys, 10_000);
  const guarded = guard(ours);
  const contestants: [Contestant, ...Contestant[]] = [
    byFastJwt(keys, () => token, true),
    floorOfSeen(keys, token),
    { name: 'jose', once: () => byJose(keys, token) },
    verifies('ours, verify', ours, [nodeRequest(headers)]),
    throughMiddleware('ours, Express guard', guarded, headers),
    throughMiddleware('ours, Passport', throughPassport(ours), headers),
  ];
  if (keys.algorithm === 'EdDSA') return contestants;
  const { algorithm, verifying } = keys;
  const strategy = new PassportJwt(
    {
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: exported(keys),
      algorithms: [algorithm],
      issuer: ISSUER,
    },
    (claims: object, done: (error: null, user: object) => void) => done(null, claims),
  );
  const passportJwt = new Passport().use('jwt', strategy).authenticate('jwt', { session: false });
  const expressJwt = expressjwt({ secret: exported(keys), algorithms: [algorithm], issuer: ISSUER });
  contestants.push(
    throughMiddleware('passport-jwt', passportJwt, headers),
    throughMiddleware('express-jwt', expressJwt, headers),
  );
  if (algorithm === 'HS256') {
    const secret = verifying.export().toString('latin1');
    const oauth2 = auth({ issuer: ISSUER, audience: 'bench', secret, tokenSigningAlg: 'HS256' });
    contestants.push(throughMiddleware('express-oauth2-jwt-bearer', oauth2, headers));
  }
  return contestants;
}

/** What nobody can do without who verifies a signature: nothing of the header, no canonical base64, no claim but one. */
function byHand({ algorithm, verifying }: Keys, token: string): number {
  const dot = token.lastIndexOf('.');
  const signed = token.slice(0, dot);
  const signature = Buffer.from(token.slice(dot + 1), 'base64url');
  if (!holds(algorithm, verifying, signed, signature)) throw new Error('the right token was refused');
  const claims = Buffer.from(signed.slice(signed.indexOf('.') + 1), 'base64url').toString();
  const { exp } = JSON.parse(claims) as { exp: number };
  if (exp * 1000 <= Date.now()) throw new Error('the right token was refused');
  return exp;
}

function holds(algorithm: Algorithm, key: KeyObject, signed: string, signature: Buffer): boolean {
  switch (algorithm) {
    case 'HS256':
      return timingSafeEqual(createHmac('sha256', key).update(signed).digest(), signature);
    case 'RS256':
      return verify('sha256', Buffer.from(signed), key, signature);
    case 'ES256':
      return verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature);
    case 'EdDSA':
      return verify(null, Buffer.from(signed), key, signature);
  }
}

/** What is remembered of a token: when it expires, by its SHA-256. */
function floorOfSeen(keys: Keys, token: string): Contestant {
  const seen = new Map([[hash('sha256', token, 'binary'), byHand(keys, token)]]);
  return {
    name: 'floor: SHA-256 of the token, a Map, exp',
    once() {
      const expiresAt = seen.get(hash('sha256', token, 'binary')) ?? 0;
      if (expiresAt * 1000 <= Date.now()) throw new Error('the right token was refused');
    },
  };
}

function throughPassport(verifier: Verifier) {
  return new Passport().use('jwt', new BearerStrategy(verifier)).authenticate('jwt', { session: false });
}

function byFastJwt(keys: Keys, at: (index: number) => string, cache: boolean): Contestant {
  const verify = createVerifier({
    key: exported(keys),
    algorithms: [keys.algorithm],
    allowedIss: ISSUER,
    cache: cache ? 10_000 : false,
  });
  return { name: `fast-jwt, cache ${cache ? 'on' : 'off'}`, once: (index) => verify(at(index)) };
}

function byJsonwebtoken(keys: Keys, at: (index: number) => string): Contestant {
  const algorithms = [keys.algorithm as 'HS256' | 'RS256' | 'ES256'];
  return {
    name: 'jsonwebtoken',
    once: (index) => jsonwebtoken.verify(at(index), keys.verifying, { algorithms, issuer: ISSUER }),
  };
}

const byJose = ({ verifying, algorithm }: Keys, token: string) =>
  jwtVerify(token, verifying, {
    algorithms: [algorithm],
    issuer: ISSUER,
    requiredClaims: ['exp', 'iat', 'sub'],
  });

/** Asks everything that it can be asked: revocation and the customer's address among it. */
function verifierOf({ algorithm, verifying }: Keys, rememberedTokens: number): Verifier {
  return bearerVerifier({
    keys: [{ key: verifying }],
    algorithms: [algorithm],
    issuer: ISSUER,
    maxLifetimeSeconds: 3600,
    revocations: memoryRevocationList(),
    psuIpAddress: {},
    rememberedTokens,
  });
}

const headersOf = (token: string) => ({
  Authorization: `Bearer ${token}`,
  'PSU-IP-Address': '111.111.11.111',
});

function tokenOf({ algorithm, signing }: Keys): Promise<string> {
  return new SignJWT({ scope: 'accounts' })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience('bench')
    .setSubject('site')
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(signing);
}

function keysOf(algorithm: Algorithm): Keys {
  if (algorithm === 'HS256') {
    const key = createSecretKey(Buffer.from(randomBytes(24).toString('base64')));
    return { algorithm, signing: key, verifying: key };
  }
  const { privateKey, publicKey } =
    algorithm === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : algorithm === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('ed25519');
  return { algorithm, signing: privateKey, verifying: publicKey };
}

/** As the peers take keys. */
function exported({ algorithm, verifying }: Keys): string | Buffer {
  return algorithm === 'HS256'
    ? verifying.export()
    : verifying.export({ type: 'spki', format: 'pem' }).toString();
}

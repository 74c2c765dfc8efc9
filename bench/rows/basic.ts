import { timingSafeEqual } from 'node:crypto';
import { basic as basicVerifier } from '@countersign/basic';
import { type Account, hashSecret, memoryDirectory, type Verifier } from '@countersign/core';
import { guard } from '@countersign/express';
import { BasicStrategy } from '@countersign/passport';
import { parse } from 'basic-auth';
import expressBasicAuth from 'express-basic-auth';
import { Passport, type Strategy } from 'passport';
import { BasicStrategy as PassportHttp } from 'passport-http';
import { digests } from '../by-hand.ts';
import type { Contestant, RowMaker } from '../measure/row.ts';
import { nodeRequest, throughMiddleware, verifies } from '../requests.ts';

const ID = 'site-7';
const SECRET = 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy';
const headers = { Authorization: `Basic ${Buffer.from(`${ID}:${SECRET}`).toString('base64')}` };
const request = nodeRequest(headers);

/** One pair that is right, among so many accounts. */
export const basic: RowMaker = {
  id: 'basic',
  async *rows(size) {
    const hashed = await hashSecret(SECRET, { algorithm: 'sha256' });
    const slow = await hashSecret(SECRET, { algorithm: 'scrypt' });
    const operations = size === 'full' ? 20_000 : 1_000;
    for (const accounts of size === 'full' ? [1, 256, 10_000, 1_000_000] : [256]) {
      const stored = verifierOf(accounts, hashed);
      const contestants: [Contestant, ...Contestant[]] = [
        floor('floor: decode, SHA-256, timingSafeEqual', accounts, digests.asBuffer),
        floor('the same, the digest by way of a text', accounts, digests.byWayOfText),
        verifies('ours, verify, a stored SHA-256', stored, [request]),
      ];
      if (accounts === 256) {
        const remembered = verifierOf(accounts, slow);
        contestants.push(
          verifies('ours, verify, scrypt remembered', remembered, [request]),
          throughMiddleware('ours, Express guard', guard(stored), headers),
          passport('ours, Passport', new BasicStrategy(stored)),
        );
      }
      if (accounts <= 10_000) contestants.push(...peers(accounts));
      const many = accounts === 1 ? '1 account' : `${accounts.toLocaleString('en')} accounts`;
      yield { name: `Basic, ${many}`, operations, contestants };
    }
  },
};

/** The decoding, hashing and comparing that nobody can do without who keeps digests of secrets. */
function floor(name: string, accounts: number, digestOf: (secret: string) => Buffer): Contestant {
  const stored = new Map(entries(accounts, digestOf(SECRET)));
  return {
    name,
    once() {
      const header = request.headers.authorization ?? '';
      const pair = Buffer.from(header.slice(6), 'base64').toString('utf8');
      const colon = pair.indexOf(':');
      const digest = stored.get(pair.slice(0, colon));
      const sent = digestOf(pair.slice(colon + 1));
      if (!digest || !timingSafeEqual(digest, sent)) throw new Error('the right pair was refused');
    },
  };
}

function peers(accounts: number): Contestant[] {
  const secrets = new Map(entries(accounts, SECRET));
  const stored = new Map(entries(accounts, digests.byWayOfText(SECRET)));
  const isRight = (id: string, secret: string) => {
    const digest = stored.get(id);
    return digest !== undefined && timingSafeEqual(digest, digests.byWayOfText(secret));
  };
  const express = expressBasicAuth({ users: Object.fromEntries(secrets) });
  return [
    passport(
      'passport-http, a Map, SHA-256 and timingSafeEqual',
      new PassportHttp((id, secret, done) => done(null, isRight(id, secret) ? { id } : false)),
    ),
    passport(
      'passport-http, a Map and ===',
      new PassportHttp((id, secret, done) => done(null, secrets.get(id) === secret ? { id } : false)),
    ),
    throughMiddleware('express-basic-auth', express, headers),
    {
      name: 'basic-auth, a Map and ===',
      once() {
        const pair = parse(request.headers.authorization ?? '');
        if (!pair || secrets.get(pair.name) !== pair.pass) throw new Error('the right pair was refused');
      },
    },
  ];
}

function passport(name: string, strategy: Strategy): Contestant {
  const authenticate = new Passport().use('basic', strategy).authenticate('basic', { session: false });
  return throughMiddleware(name, authenticate, headers);
}

function verifierOf(accounts: number, secret: string): Verifier {
  const all = entries(accounts, secret).map(([id, stored]): Account => ({ id, secrets: [stored] }));
  return basicVerifier({ directory: memoryDirectory(all), realm: 'Bench' });
}

/** The account that is asked for is one of them. */
function entries<T>(accounts: number, value: T): [string, T][] {
  return Array.from({ length: accounts }, (_, index) => [index === 0 ? ID : `other-${index}`, value]);
}

import { generateKeyPairSync } from 'node:crypto';
import { apiKeyHeader, basic } from '@countersign/basic';
import { bearer, tokenIssuer } from '@countersign/bearer';
import { clientCertificate } from '@countersign/client-certificate';
import {
  type Account,
  allOf,
  answerTokenRequest,
  type Directory,
  type Explanation,
  type InboundRequest,
  memoryDirectory,
  memoryReplayGuard,
  type Principal,
  type Verifier,
} from '@countersign/core';
import { soapUsernameToken, usernameToken } from '@countersign/username-token';
import { createAuthority, issueCertificate, presented } from './authority.ts';
import { basicOf } from './call.ts';
import { inboundRequest } from './inbound-request.ts';
import { signAuth } from './sign-auth.ts';
import { base64url, signedToken } from './signed-token.ts';
import { envelope, soapRequest, TEXT } from './soap-envelope.ts';

export const NOW = Date.parse('2026-01-02T03:04:05Z');
export const clock = () => NOW;
const seed = '2026-01-02T03:04:05Z';
export const site: Account = { id: 'site', secrets: ['not-a-real-key'] };
const key = 'a key of thirty-two bytes, or more';

/** A directory that counts how often it is asked. */
export function countingDirectory(accounts: readonly Account[] = [site]) {
  const { find, findBySerialNumber, accounts: all } = memoryDirectory(accounts);
  let lookups = 0;
  const counted = <A extends unknown[], R>(method: (...args: A) => R) => {
    return (...args: A): R => {
      lookups += 1;
      return method(...args);
    };
  };
  return {
    find: counted(find),
    findBySerialNumber: counted(findBySerialNumber),
    accounts: counted(all),
    lookups: () => lookups,
  };
}

/** One verifier a scheme, of one site, at one instant. */
export function siteVerifiers(directory: Directory = memoryDirectory([site])) {
  return {
    basic: basic({ directory, realm: 'API', clock }),
    apiKey: apiKeyHeader({ directory, header: 'x-api-key', clock }),
    token: bearer({
      directory,
      clock,
      keys: [{ key }],
      algorithms: ['HS256'],
      issuer: 'https://issuer.example',
      maxLifetimeSeconds: 600,
      scopes: ['pay'],
      psuIpAddress: {},
    }),
    auth: usernameToken({ directory, clock, replay: memoryReplayGuard({ clock, rememberedSince: 0 }) }),
    soap: soapUsernameToken({ directory, clock, replay: memoryReplayGuard({ clock, rememberedSince: 0 }) }),
  };
}

export const tokenOf = (claims: object = {}, signingKey = key) =>
  signedToken({
    header: { alg: 'HS256' },
    claims: {
      iss: 'https://issuer.example',
      sub: 'site',
      scope: 'pay',
      iat: NOW / 1000,
      exp: NOW / 1000 + 600,
      ...claims,
    },
    key: signingKey,
  });

type Send = (directory: ReturnType<typeof countingDirectory>, explain?: Explanation) => Promise<unknown>;

/** Requests with a mistake of every scheme and of the token endpoint, and how often each asks for an account. */
export async function mistakenRequests(): Promise<{ what: string; lookups: number; send: Send }[]> {
  const by =
    (scheme: keyof ReturnType<typeof siteVerifiers>, request: InboundRequest): Send =>
    (directory, explain) =>
      siteVerifiers(directory)[scheme].verify(request, { explain });
  const header = (value: string, name = 'authorization') => inboundRequest({ headers: { [name]: value } });
  const auth = (value: object) => inboundRequest({ json: { auth: value } });
  const good = signAuth({ login: 'site', secret: 'not-a-real-key', seed });
  const inPsu = (address: string) =>
    inboundRequest({ headers: { authorization: `Bearer ${tokenOf()}`, 'psu-ip-address': address } });

  const password = `<wsse:Password Type="${TEXT}">not-a-real-key</wsse:Password>`;

  return [
    {
      what: 'Basic in another header',
      lookups: 0,
      send: by('basic', header(basicOf('site', 'x'), 'x-api-key')),
    },
    { what: 'Basic twice', lookups: 0, send: by('basic', header(`Basic ${basicOf('site', 'x')}`)) },
    { what: 'Basic swapped', lookups: 1, send: by('basic', header(basicOf('not-a-real-key', 'site'))) },
    { what: 'Basic with a space', lookups: 1, send: by('basic', header(basicOf('site', 'not-a-real-key '))) },
    { what: 'a key in Authorization', lookups: 0, send: by('apiKey', header(basicOf('site', 'x'))) },
    { what: 'a token without Bearer', lookups: 0, send: by('token', header(tokenOf())) },
    { what: 'Bearer twice', lookups: 0, send: by('token', header(`Bearer Bearer ${tokenOf()}`)) },
    { what: 'a token in quotes', lookups: 0, send: by('token', header(`Bearer "${tokenOf()}"`)) },
    {
      what: 'a token that is not signed',
      lookups: 0,
      send: by('token', header(`Bearer ${base64url({ alg: 'none' })}.${base64url({})}.`)),
    },
    { what: 'a forged token', lookups: 0, send: by('token', header(`Bearer ${tokenOf({}, `${key}!`)}`)) },
    { what: "another's token", lookups: 0, send: by('token', header(`Bearer ${tokenOf({ iss: 'x' })}`)) },
    {
      what: 'an expired token',
      lookups: 0,
      send: by('token', header(`Bearer ${tokenOf({ iat: NOW / 1000 - 700, exp: NOW / 1000 - 100 })}`)),
    },
    {
      what: 'a token in milliseconds',
      lookups: 0,
      send: by('token', header(`Bearer ${tokenOf({ exp: NOW })}`)),
    },
    {
      what: 'a token without a scope',
      lookups: 1,
      send: by('token', header(`Bearer ${tokenOf({ scope: '' })}`)),
    },
    { what: 'no PSU-IP-Address', lookups: 1, send: by('token', header(`Bearer ${tokenOf()}`)) },
    { what: 'PSU-IP-Address with a port', lookups: 1, send: by('token', inPsu('192.0.2.1:80')) },
    {
      what: 'a form for JSON',
      lookups: 0,
      send: by('auth', inboundRequest({ body: { kind: 'unsupported' } })),
    },
    { what: 'auth too deep', lookups: 0, send: by('auth', inboundRequest({ json: { x: { auth: good } } })) },
    { what: 'an unknown login', lookups: 1, send: by('auth', auth({ ...good, login: 'x' })) },
    {
      what: 'the secret as tranKey',
      lookups: 0,
      send: by('auth', auth({ ...good, tranKey: 'not-a-real-key' })),
    },
    { what: 'a digest over another nonce', lookups: 1, send: by('auth', auth({ ...good, nonce: 'AAAA' })) },
    {
      what: 'SHA-1',
      lookups: 1,
      send: by('auth', auth(signAuth({ login: 'site', secret: 'not-a-real-key', seed, algorithm: 'sha1' }))),
    },
    {
      what: 'a seed of another zone',
      lookups: 1,
      send: by(
        'auth',
        auth(signAuth({ login: 'site', secret: 'not-a-real-key', seed: '2026-01-01T22:04:05Z' })),
      ),
    },
    {
      what: 'a seed without a zone',
      lookups: 0,
      send: by('auth', auth({ ...good, seed: seed.slice(0, -1) })),
    },
    { what: 'JSON for SOAP', lookups: 0, send: by('soap', auth(good)) },
    {
      what: 'a password in a SOAP message',
      lookups: 0,
      send: by('soap', soapRequest(envelope({ auth: good, token: { password } }))),
    },
    ...tokenRequests(),
    ...(await certificateRequests()),
  ];
}

function tokenRequests() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = tokenIssuer({
    key: privateKey,
    algorithm: 'ES256',
    issuer: 'x',
    lifetimeSeconds: 600,
    clock,
  });
  const ask =
    (request: InboundRequest): Send =>
    (directory, explain) =>
      answerTokenRequest(request, { clients: siteVerifiers(directory).basic, issuer }, explain);
  const headers = { authorization: basicOf('site', 'not-a-real-key') };
  const form = (text: string) => ({ kind: 'form', value: new URLSearchParams(text) }) as const;
  return [
    { what: 'a grant in JSON', lookups: 1, send: ask(inboundRequest({ headers, json: {} })) },
    { what: 'a wrong grant', lookups: 1, send: ask(inboundRequest({ headers, body: form('grant_type=x') })) },
    { what: 'a client in the form', lookups: 0, send: ask(inboundRequest({ body: form('client_id=site') })) },
  ];
}

async function certificateRequests() {
  const authority = await createAuthority({ commonName: 'CA', clock });
  const dates = { notBefore: NOW - 1000, notAfter: NOW + 1000 };
  const selfSigned = await issueCertificate({ subject: [['CN', 'site']], ...dates });
  const unattached = await authority.issueClient({ commonName: 'site', ...dates });
  const expired = await authority.issueClient({
    commonName: 'site',
    notBefore: NOW - 2000,
    notAfter: NOW - 1000,
  });
  const certificates = (directory: ReturnType<typeof countingDirectory>) =>
    clientCertificate({ directory, trustAnchors: authority.root.certificate, clock });
  const offer =
    (
      verifierOf: (directory: ReturnType<typeof countingDirectory>) => Verifier<Principal>,
      certificate?: typeof selfSigned,
    ): Send =>
    (directory, explain) =>
      verifierOf(directory).verify(
        inboundRequest({
          transport: {
            clientCertificate: certificate && presented(certificate, authority.intermediate),
          },
        }),
        { explain },
      );
  const both = (directory: ReturnType<typeof countingDirectory>) =>
    allOf(certificates(directory), siteVerifiers(directory).basic);
  return [
    { what: 'no certificate', lookups: 0, send: offer(certificates) },
    { what: 'a self-signed certificate', lookups: 0, send: offer(certificates, selfSigned) },
    { what: 'an expired certificate', lookups: 0, send: offer(certificates, expired) },
    { what: 'a certificate of nobody', lookups: 1, send: offer(both, unattached) },
  ];
}

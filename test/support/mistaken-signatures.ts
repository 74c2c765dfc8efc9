import type { InboundRequest, Verifier } from '@countersign/core';
import { pledg } from '@countersign/providers';
import { rsaSignature, signedPayload } from '@countersign/request-signature';
import { inboundRequest } from './inbound-request.ts';
import { clock, type countingDirectory, type MistakenRequest, NOW, site } from './mistaken-requests.ts';
import { otherPair, pair, signRequest } from './sign-request.ts';
import { signedToken } from './signed-token.ts';

/** One that holds a key to verify signatures with, beside the secret that others are made with. */
export const signer = { ...site, publicKeys: [pair.publicKey] };

type Counting = ReturnType<typeof countingDirectory>;

/** Requests with a mistake in what is signed, and how often each asks for an account. */
export function mistakenSignatures(): MistakenRequest[] {
  const by =
    (verifierOf: (directory: Counting) => Verifier, request: InboundRequest): MistakenRequest['send'] =>
    (directory, explain) =>
      verifierOf(directory).verify(request, { explain });
  const signature = (directory: Counting) =>
    rsaSignature({ directory, account: () => 'site', authority: 'api.example.com' });
  const payload = (directory: Counting) => signedPayload({ directory, clock, accountPath: ['id'] });
  const notification = () => pledg.notification({ account: site, clock });

  const raw = Buffer.from('{ "a": 1 }');
  const withSignature = (value?: string) =>
    inboundRequest({
      headers: value === undefined ? {} : { 'x-signature': value },
      body: { kind: 'json', value: { a: 1 }, raw },
    });
  const signed = (text: string, key = pair.privateKey) =>
    withSignature(signRequest({ url: 'api.example.com/', body: text, key }));
  const token = (claims: object, key = 'not-a-real-key', alg = 'HS256') =>
    signedToken({ header: { alg }, claims, key });
  const withQuery = (query: string) => inboundRequest({ method: 'GET', target: `/?${query}` });
  const withToken = (...parts: Parameters<typeof token>) => withQuery(`signature=${token(...parts)}`);
  const past = { id: 'site', exp: NOW / 1000 - 1 };

  return [
    { what: 'no X-Signature', lookups: 0, send: by(signature, withSignature()) },
    { what: 'X-Signature in hexadecimal', lookups: 0, send: by(signature, withSignature('abc')) },
    { what: 'X-Signature over white space', lookups: 1, send: by(signature, signed('{ "a": 1 }')) },
    {
      what: "X-Signature with another's key",
      lookups: 1,
      send: by(signature, signed('{"a":1}', otherPair.privateKey)),
    },
    { what: 'unsigned parameters', lookups: 0, send: by(payload, withQuery('id=site')) },
    {
      what: 'a parameter beside a signed payload',
      lookups: 0,
      send: by(payload, withQuery(`signature=${token({ id: 'site' })}&a=1`)),
    },
    { what: 'a signed payload that is none', lookups: 0, send: by(payload, withQuery('signature=a.b')) },
    {
      what: 'a payload signed with HS512',
      lookups: 0,
      send: by(payload, withToken({ id: 'site' }, undefined, 'HS512')),
    },
    { what: 'a payload of nobody', lookups: 0, send: by(payload, withToken({})) },
    {
      what: 'a payload signed with another secret',
      lookups: 1,
      send: by(payload, withToken({ id: 'site' }, 'wrong')),
    },
    { what: 'a payload that has ended', lookups: 1, send: by(payload, withToken(past)) },
    {
      what: 'a notification signed with another secret',
      lookups: 0,
      send: by(notification, inboundRequest({ json: { signature: token({ id: 1 }, 'wrong') } })),
    },
  ];
}

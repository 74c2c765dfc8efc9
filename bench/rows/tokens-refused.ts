import { randomBytes } from 'node:crypto';
import { fromNode } from '@countersign/core';
import { soapUsernameToken, usernameToken } from '@countersign/username-token';
import type { Expected } from '../measure/expecting.ts';
import type { Contestant, Row, Size } from '../measure/row.ts';
import { nodeRequest } from '../requests.ts';
import { soapMessage } from '../soap-message.ts';
import { type Token, tokenDirectory, tokenGuard, verifiesTokens } from '../tokens.ts';

/** What it costs to refuse a username token, beside one that is accepted and claimed. */
export function tokensRefused(size: Size): Row {
  const verifier = usernameToken({ directory: tokenDirectory, replay: tokenGuard() });
  const sent = (name: string, expected: Expected, part: Partial<Token>): Contestant =>
    verifiesTokens(
      name,
      verifier,
      (token) => {
        const parsed = JSON.parse(JSON.stringify(token)) as Token;
        return fromNode(nodeRequest({}), { body: { kind: 'json', value: { auth: { ...parsed, ...part } } } });
      },
      (request) => request,
      expected,
    );
  return {
    name: 'username token, what is refused',
    operations: size === 'full' ? 10_000 : 500,
    contestants: [
      sent('accepted, memory guard', 'accepted', {}),
      sent('a wrong digest', 'proof-mismatch', { tranKey: randomBytes(32).toString('base64') }),
      sent('an unknown login', 'account-unknown', { login: 'nobody' }),
      sent('a nonce that is no base64', 'credentials-malformed', { nonce: 'not base64' }),
      sent('a nonce of 64 KB', 'credentials-malformed', { nonce: 'x'.repeat(65_536) }),
    ],
  };
}

/** The same in messages of SOAP, beside one that is accepted. */
export function messagesRefused(size: Size): Row {
  const verifier = soapUsernameToken({ directory: tokenDirectory, replay: tokenGuard() });
  const headers = { 'Content-Type': 'text/xml; charset=utf-8' };
  const sent = (name: string, expected: Expected, messageOf: (token: Token) => Buffer): Contestant =>
    verifiesTokens(
      name,
      verifier,
      (token) => fromNode(nodeRequest(headers), { body: { kind: 'unsupported', raw: messageOf(token) } }),
      (request) => request,
      expected,
    );
  const wrong = randomBytes(32).toString('base64');
  return {
    name: 'username token over SOAP, what is refused',
    operations: size === 'full' ? 2_000 : 100,
    contestants: [
      sent('accepted, memory guard', 'accepted', soapMessage),
      sent('a wrong digest', 'proof-mismatch', (token) => soapMessage({ ...token, tranKey: wrong })),
      sent('an unknown login', 'account-unknown', (token) => soapMessage({ ...token, login: 'nobody' })),
      sent('cut short', 'absent', (token) => soapMessage(token).subarray(0, -20)),
      sent('a document type before it', 'absent', (token) =>
        Buffer.concat([Buffer.from('<!DOCTYPE a>'), soapMessage(token)]),
      ),
    ],
  };
}

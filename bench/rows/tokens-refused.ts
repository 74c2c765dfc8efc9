import { randomBytes } from 'node:crypto';
import { fromNode } from '@countersign/core';
import { usernameToken } from '@countersign/username-token';
import type { Expected } from '../measure/expecting.ts';
import type { Contestant, Row, Size } from '../measure/row.ts';
import { nodeRequest } from '../requests.ts';
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

import { createHash, createHmac, randomBytes, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from '@countersign/core';
import { canonicalRequest } from '@countersign/request-signature';
import { plainSecretOf } from '../../state/plain-secret.ts';
import type { SandboxState } from '../../state/sandbox-state.ts';
import type { DocumentedRoute } from './documented-routes.ts';
import { MASK } from './mask.ts';
import {
  type Credential,
  JWT_HEADER,
  type Pair,
  type PassingRequest,
  type RsaSignatureCredential,
  type SignedParametersCredential,
  type UsernameTokenCredential,
} from './passing-request.ts';

/** A user of the documented example, and the address that the provider's own page shows. */
const USER_ID = 'user-1';
export const PSU_IP_ADDRESS = '111.111.11.111';

/** Its owner has to fill it in. */
const UNKNOWN_SECRET = 'YOUR-SECRET';

/**
 * What a request of this account is known by, signed at this moment; masked where secrets are, and nothing is issued.
 *
 * @param unsigned all of the request that a signature may cover
 */
export async function credentialFor(
  { credential }: DocumentedRoute,
  account: Account,
  unsigned: Omit<PassingRequest, 'credential'>,
  state: SandboxState,
  secrets: 'masked' | 'shown',
): Promise<Credential> {
  const pair = {
    id: account.id,
    secret: secrets === 'shown' ? (plainSecretOf(account, state.clock()) ?? UNKNOWN_SECRET) : MASK,
  };
  switch (credential) {
    case 'basic':
    case 'mutual-tls':
      return { kind: 'basic', header: 'Authorization', ...pair };
    case 'api-key':
      return { kind: 'basic', header: 'x-connectpay-api-key', ...pair };
    case 'qwac':
      return { kind: 'certificate-alone' };
    case 'username-token':
      return usernameToken(account, pair, state, secrets);
    case 'rsa-signature':
      return rsaSignature(unsigned, pair, state, secrets);
    case 'signed-parameters':
      return signedParameters(pair, secrets);
    case 'pledg-token':
      return {
        kind: 'bearer',
        tokenField: 'access_token',
        token:
          secrets === 'shown'
            ? (await state.pledgTokens.issuer.issue({ account: pair.id })).accessToken
            : MASK,
        tokenRequest: {
          method: 'POST',
          url: `${state.servedAt.url}/api/token`,
          headers: {},
          credential: { kind: 'basic', header: 'Authorization', ...pair },
          body: { type: 'form', text: 'grant_type=client_credentials' },
        },
      };
    case 'user-token': {
      const user = { account: pair.id, userId: USER_ID, psuIpAddress: PSU_IP_ADDRESS };
      const { issuer } = state.connectpayTokens;
      return {
        kind: 'bearer',
        tokenField: 'accessToken',
        token: secrets === 'shown' ? (await issuer.issueToUser(user)).accessToken : MASK,
        tokenRequest: {
          method: 'POST',
          url: `${state.servedAt.url}/baas-sca/user-management/partner/tokens`,
          headers: {},
          credential: { kind: 'basic', header: 'x-connectpay-api-key', ...pair },
          body: { type: 'json', value: { userId: USER_ID, psuIp: PSU_IP_ADDRESS } },
        },
      };
    }
  }
}

function usernameToken(
  { digests = ['sha256'] }: Account,
  pair: Pair,
  { clock }: SandboxState,
  secrets: 'masked' | 'shown',
): UsernameTokenCredential {
  const digest = digests.includes('sha256') ? 'sha256' : 'sha1';
  const nonce = randomBytes(16);
  const seed = new Date(clock()).toISOString();
  const tranKey = createHash(digest).update(nonce).update(seed).update(pair.secret).digest('base64');
  const signed =
    secrets === 'shown'
      ? { tranKey, nonce: nonce.toString('base64'), seed }
      : { tranKey: MASK, nonce: MASK, seed };
  return { kind: 'username-token', ...pair, digest, signed };
}

/** Made with the demo key of the first DevApp, over the body as curl sends it. */
async function rsaSignature(
  unsigned: Omit<PassingRequest, 'credential'>,
  pair: Pair,
  { servedAt }: SandboxState,
  secrets: 'masked' | 'shown',
): Promise<RsaSignatureCredential> {
  const keyFile = join(servedAt.tls?.folder ?? '', 'merchant-rsa-key.pem');
  const credential = { kind: 'rsa-signature', ...pair, keyFile } as const;
  if (secrets === 'masked') return { ...credential, signature: MASK };
  const { method, url, body } = unsigned;
  const sent = Buffer.from(body?.type === 'json' ? JSON.stringify(body.value) : '');
  const signed = canonicalRequest({ method, url: url.replace(/^http:\/\//, ''), body: sent });
  return { ...credential, signature: sign('sha256', signed, await readFile(keyFile)).toString('base64') };
}

function signedParameters({ id, secret }: Pair, secrets: 'masked' | 'shown'): SignedParametersCredential {
  const payload = { data: { merchantUid: id, reference: 'order-1', amountCents: 1000 } };
  const [header, content] = [JWT_HEADER, payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const text = `${header}.${content}`;
  const token = `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  return { kind: 'signed-parameters', secret, payload, token: secrets === 'shown' ? token : MASK };
}

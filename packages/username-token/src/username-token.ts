import {
  absent,
  challenge,
  checkedRealm,
  checkSchemeOptions,
  defineVerifier,
  type Explanation,
  type InboundBody,
  type InboundRequest,
  refuseInsecureTransport,
  rejected,
  type SchemeOptions,
  statusOf,
  type Verdict,
  type Verifier,
} from '@countersign/core';
import { authInBody } from './auth-in-body.ts';
import { misplacedMistake, shapeMistake } from './mistakes/shape-mistake.ts';
import { soapInsteadOfJson } from './soap/mistakes/place-mistake.ts';
import { loginOf, type MalformedToken, parseToken } from './token.ts';
import { type TokenOptions, tokenVerifier, type UsernameTokenPrincipal } from './verify-token.ts';

export interface UsernameTokenOptions extends SchemeOptions, TokenOptions {}

/**
 * The tranKey: UsernameToken Profile 1.1 as the `auth` object of a JSON body, `{ login, tranKey, nonce, seed }`
 * with `tranKey = Base64(SHA-256(nonce + seed + secretKey))` over the decoded nonce. SHA-1 only for an account whose
 * `digests` name it. The digest covers nothing else: not the rest of the body, not the route.
 *
 * A digest is accepted once, unless the account has `allowReplay`: then every further use is accepted too and
 * published with `replayAllowed`, and whoever sees one request can send it again until its seed is out of the window.
 *
 * Reasons: `credentials-malformed`, `account-unknown`, `proof-mismatch`, `digest-not-allowed` (which look the same
 * from outside), `seed-outside-window`, `credentials-expired`, `account-inactive`, `account-expired`,
 * `address-not-allowed`, `replayed`, `seed-before-watermark`, `body-too-large`, `insecure-transport`. A request
 * without an `auth` object is `absent`; an account whose secret is stored as a hash is `unavailable`.
 *
 * @throws TypeError when an option is unusable.
 * @see Placetopay, Authentication (errors 100 to 107)
 * @see OASIS Web Services Security UsernameToken Profile 1.1, section 3.1
 */
export function usernameToken(options: UsernameTokenOptions): Verifier<UsernameTokenPrincipal> {
  checkSchemeOptions(options);
  const verifyToken = tokenVerifier(options);
  const realm = checkedRealm(options.realm ?? 'API');
  const challenges = [challenge('WSSE', { realm, profile: 'UsernameToken' })];

  return defineVerifier({
    scheme: 'username-token',
    onVerdict: options.onVerdict,
    async claimant(request) {
      const found = authInBody(await request.body());
      if (found.kind === 'absent') return undefined;
      const account = found.kind === 'present' ? loginOf(found.auth) : undefined;
      return account === undefined ? {} : { account };
    },
    challenges: (verdict) => (statusOf(verdict) === 401 ? challenges : []),
    check: async (request, explain) => await judge(await request.body(), request, explain),
  });

  function judge(
    body: InboundBody,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): Verdict<UsernameTokenPrincipal> | Promise<Verdict<UsernameTokenPrincipal>> {
    const found = authInBody(body);
    if (found.kind === 'too-large') {
      explain?.push({ check: 'body', outcome: 'failed', detail: 'is too large' });
      return rejected('body-too-large');
    }
    if (found.kind === 'absent') {
      const { check, detail } = found;
      explain?.push({
        check,
        outcome: 'failed',
        detail,
        ...(soapInsteadOfJson(body) ?? misplacedMistake(body)),
      });
      return absent;
    }
    explain?.push({ check: 'body', outcome: 'passed', detail: 'a JSON object with auth' });
    const insecure = options.requireTls && refuseInsecureTransport(request, explain);
    if (insecure) return insecure;

    const token = parseToken(found.auth);
    if ('malformed' in token) return refuseMalformed(token, found.auth, explain);
    explain?.push({ check: 'auth', outcome: 'passed', detail: 'login, tranKey, nonce and seed' });
    return verifyToken(token, request, explain);
  }

  function refuseMalformed(
    { malformed, problem }: MalformedToken,
    auth: object,
    explain: Explanation | undefined,
  ) {
    const verdict = rejected('credentials-malformed');
    if (!explain) return verdict;
    return shapeMistake(malformed, auth, options.directory).then((mistake) => {
      explain.push({ check: 'auth', outcome: 'failed', detail: `${malformed} ${problem}`, ...mistake });
      return verdict;
    });
  }
}

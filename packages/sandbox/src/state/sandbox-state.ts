import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { memoryRevocationList, type TokenGrant } from '@countersign/bearer';
import { memoryReplayGuard, type Principal, throttle, type Verifier } from '@countersign/core';
import { type ConnectPayUser, connectpay, pledg } from '@countersign/providers';
import { directoriesOf, type SandboxAccounts } from './accounts.ts';
import { requestLog } from './request-log.ts';
import type { SandboxClock } from './sandbox-clock.ts';
import type { ServedAt } from './served-at.ts';
import { tokenRegister } from './token-register.ts';

export interface SandboxStateOptions {
  readonly throttle: boolean;
  readonly clock: SandboxClock;
}

/** What the tokens of a provider are signed with here, and what they all say. */
export interface SandboxSigning {
  readonly algorithm: string;
  /** Of an asymmetric algorithm: PEM. */
  readonly privateKey?: string;
  /** Of a symmetric one. */
  readonly secret?: string;
  readonly kid?: string;
  /** `typ` of the header. Absent: `JWT`. */
  readonly type?: string;
  readonly claims: Readonly<Record<string, string>>;
}

/** All that a running sandbox knows. Every sandbox has its own: several run side by side in one process. */
export type SandboxState = ReturnType<typeof sandboxState>;

export function sandboxState(accounts: SandboxAccounts, options: SandboxStateOptions) {
  const { clock } = options;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signing = {
    connectpay: {
      algorithm: 'ES256',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      kid: 'sandbox',
      type: 'at+jwt',
      claims: {
        iss: 'https://sandbox.connectpay.example',
        aud: 'https://sandbox.connectpay.example/baas-sca',
      },
    },
    pledg: {
      algorithm: 'HS256',
      secret: randomBytes(32).toString('base64url'),
      claims: { iss: 'https://sandbox.pledg.example' },
    },
  } as const;
  const { connectpay: ofConnectpay, pledg: ofPledg } = signing;
  const connectpayIssuer = connectpay.tokenIssuer({
    clock,
    key: privateKey,
    kid: ofConnectpay.kid,
    algorithm: ofConnectpay.algorithm,
    type: ofConnectpay.type,
    issuer: ofConnectpay.claims.iss,
    audience: ofConnectpay.claims.aud,
  });
  const pledgIssuer = pledg.tokenIssuer({ clock, key: ofPledg.secret, issuer: ofPledg.claims.iss });
  const revocations = memoryRevocationList({ clock });
  const tokens = tokenRegister(clock);
  // Set as soon as the ports are known.
  const servedAt: ServedAt = { url: '' };
  return {
    clock,
    servedAt,
    tokens,
    log: requestLog(clock),
    directories: directoriesOf(accounts),
    signing,
    /** What a route verifies with: throttled where the sandbox is. */
    guarded: <P extends Principal>(verifier: Verifier<P>): Verifier<P> =>
      options.throttle ? throttle(verifier, { clock }) : verifier,
    // The sandbox guards no money: a client with a slow clock may start at once.
    replay: memoryReplayGuard({ clock, rememberedSince: 0 }),
    connectpayTokens: {
      revocations,
      keys: [{ kid: ofConnectpay.kid, key: publicKey }],
      issuer: {
        issue: (grant: TokenGrant) =>
          tokens.issued('connectpay', grant.account, revocations, connectpayIssuer.issue(grant)),
        issueToUser: (user: ConnectPayUser) =>
          tokens.issued('connectpay', user.account, revocations, connectpayIssuer.issueToUser(user)),
      },
      policy: {
        algorithms: [ofConnectpay.algorithm],
        type: ofConnectpay.type,
        issuer: ofConnectpay.claims.iss,
        audience: ofConnectpay.claims.aud,
      },
    },
    pledgTokens: {
      revocations,
      keys: [{ key: ofPledg.secret }],
      issuer: {
        issue: (grant: TokenGrant) =>
          tokens.issued('pledg', grant.account, revocations, pledgIssuer.issue(grant)),
      },
      issuerName: ofPledg.claims.iss,
    },
  };
}

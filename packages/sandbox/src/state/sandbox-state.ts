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

/** All that a running sandbox knows. Every sandbox has its own: several run side by side in one process. */
export type SandboxState = ReturnType<typeof sandboxState>;

export function sandboxState(accounts: SandboxAccounts, options: SandboxStateOptions) {
  const { clock } = options;
  const connectpayKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pledgKey = randomBytes(32);
  const issuers = {
    connectpay: 'https://sandbox.connectpay.example',
    pledg: 'https://sandbox.pledg.example',
  };
  const connectpayIssuer = connectpay.tokenIssuer({
    clock,
    key: connectpayKeys.privateKey,
    kid: 'sandbox',
    algorithm: 'ES256',
    issuer: issuers.connectpay,
  });
  const pledgIssuer = pledg.tokenIssuer({ clock, key: pledgKey, issuer: issuers.pledg });
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
    /** What a route verifies with: throttled where the sandbox is. */
    guarded: <P extends Principal>(verifier: Verifier<P>): Verifier<P> =>
      options.throttle ? throttle(verifier, { clock }) : verifier,
    // The sandbox guards no money: a client with a slow clock may start at once.
    replay: memoryReplayGuard({ clock, rememberedSince: 0 }),
    connectpayTokens: {
      revocations,
      keys: [{ kid: 'sandbox', key: connectpayKeys.publicKey }],
      issuer: {
        issue: (grant: TokenGrant) =>
          tokens.issued('connectpay', grant.account, revocations, connectpayIssuer.issue(grant)),
        issueToUser: (user: ConnectPayUser) =>
          tokens.issued('connectpay', user.account, revocations, connectpayIssuer.issueToUser(user)),
      },
      issuerName: issuers.connectpay,
    },
    pledgTokens: {
      revocations,
      keys: [{ key: pledgKey }],
      issuer: {
        issue: (grant: TokenGrant) =>
          tokens.issued('pledg', grant.account, revocations, pledgIssuer.issue(grant)),
      },
      issuerName: issuers.pledg,
    },
  };
}

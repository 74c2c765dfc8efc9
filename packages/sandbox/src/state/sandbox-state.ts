import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { memoryRevocationList } from '@countersign/bearer';
import { memoryReplayGuard, type Principal, throttle, type Verifier } from '@countersign/core';
import { connectpay, pledg } from '@countersign/providers';
import { directoriesOf, type SandboxAccounts } from './accounts.ts';
import { ownAuthorities } from './own-authorities.ts';
import { requestLog } from './request-log.ts';
import type { SandboxClock } from './sandbox-clock.ts';

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
  return {
    clock,
    log: requestLog(clock),
    directories: directoriesOf(accounts),
    authorities: ownAuthorities(),
    /** What a route verifies with: throttled where the sandbox is. */
    guarded: <P extends Principal>(verifier: Verifier<P>): Verifier<P> =>
      options.throttle ? throttle(verifier, { clock }) : verifier,
    // The sandbox guards no money: a client with a slow clock may start at once.
    replay: memoryReplayGuard({ clock, rememberedSince: 0 }),
    connectpayTokens: {
      revocations: memoryRevocationList({ clock }),
      keys: [{ kid: 'sandbox', key: connectpayKeys.publicKey }],
      issuer: connectpay.tokenIssuer({
        clock,
        key: connectpayKeys.privateKey,
        kid: 'sandbox',
        algorithm: 'ES256',
        issuer: issuers.connectpay,
      }),
      issuerName: issuers.connectpay,
    },
    pledgTokens: {
      keys: [{ key: pledgKey }],
      issuer: pledg.tokenIssuer({ clock, key: pledgKey, issuer: issuers.pledg }),
      issuerName: issuers.pledg,
    },
  };
}

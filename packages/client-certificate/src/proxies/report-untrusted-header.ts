import { channel } from 'node:diagnostics_channel';
import type { UntrustedHeader, UntrustedHeaderHandler } from './certificate-proxies.ts';

/** The `node:diagnostics_channel` on which every header is published that would hold a certificate, from no trusted proxy. */
export const UNTRUSTED_HEADER_CHANNEL = 'countersign:untrusted-header';

const untrustedHeaders = channel(UNTRUSTED_HEADER_CHANNEL);

export function reportUntrustedHeader(
  untrusted: UntrustedHeader,
  onUntrustedHeader: UntrustedHeaderHandler | undefined,
): void {
  untrustedHeaders.publish(untrusted);
  if (onUntrustedHeader) void tell(onUntrustedHeader, untrusted);
}

async function tell(handler: UntrustedHeaderHandler, untrusted: UntrustedHeader): Promise<void> {
  try {
    // Called at once and never waited for by the verdict; awaited here because a handler may be async.
    await (handler(untrusted) as unknown);
  } catch {
    // A broken log must not decide about a request.
    process.emitWarning(
      'an onUntrustedHeader handler failed; the header counts as absent',
      'CountersignWarning',
    );
  }
}

import { hash } from 'node:crypto';

/** A SHA-256 as most would write it, and as it costs half. */
export const digests = {
  asBuffer: (data: string | Uint8Array): Buffer => hash('sha256', data, 'buffer'),
  byWayOfText: (data: string | Uint8Array): Buffer => Buffer.from(hash('sha256', data, 'binary'), 'latin1'),
};

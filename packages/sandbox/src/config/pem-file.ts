import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { attachmentOf } from '@countersign/client-certificate';
import type { AttachedCertificate } from '@countersign/core';
import { type Reader, text } from './fields.ts';

/** More than any chain of certificates. */
const MAX_BYTES = 1024 * 1024;

const path = text('a path to a PEM file');

/** The text of a PEM file of certificates, whose path is relative to `folder`. */
export function pemFile(folder: string): Reader<string> {
  return (node, place) => {
    const relative = path(node, place);
    if (relative === undefined) return undefined;
    try {
      const file = resolve(folder, relative);
      if (statSync(file).size > MAX_BYTES) throw new RangeError('it is larger than a mebibyte');
      const pem = readFileSync(file, 'utf8');
      if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
      place.problem('must be a path to a PEM file with a certificate: no certificate is in it');
    } catch (error) {
      place.problem(`cannot be read (${whyOf(error)}): a path is relative to the folder of this file`);
    }
    return undefined;
  };
}

/** What ties the first certificate of a PEM file to an account. */
export function attachedFile(folder: string): Reader<AttachedCertificate> {
  const pem = pemFile(folder);
  return (node, place) => {
    const chain = pem(node, place);
    if (chain === undefined) return undefined;
    try {
      return attachmentOf(chain);
    } catch (error) {
      place.problem(`holds a certificate that cannot be used: ${whyOf(error)}`);
      return undefined;
    }
  };
}

/** The code of a system error: its message would repeat the path. */
function whyOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}

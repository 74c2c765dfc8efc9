import type { Account, CertificateDirectory, Explanation } from '@countersign/core';
import { type Difference, differenceOf, type SentCertificate } from './attachment.ts';

/**
 * The one account that a certificate is attached to. Attached to several, it says of none of them that it calls,
 * and so counts as attached to no one.
 */
export async function attachedAccount(
  directory: CertificateDirectory,
  identity: SentCertificate,
  requireIssuer: boolean,
  explain: Explanation | undefined,
): Promise<Account | undefined> {
  const sameSerialNumber = await directory.findBySerialNumber(identity.serialNumber);
  const holders = new Map<string, Account>();
  for (const account of sameSerialNumber) {
    const attached = account.certificates ?? [];
    if (attached.some((one) => differenceOf(one, identity, requireIssuer) === undefined)) {
      holders.set(account.id, account);
    }
  }
  const [holder, ...others] = holders.values();
  if (holder && others.length === 0) {
    explain?.push({ check: 'attached certificate', outcome: 'passed', detail: `attached to ${holder.id}` });
    return holder;
  }
  explain?.push({
    check: 'attached certificate',
    outcome: 'failed',
    ...(holder
      ? attachedToSeveral([...holders.keys()])
      : attachedToNone(sameSerialNumber, identity, requireIssuer)),
  });
  return undefined;
}

interface Told {
  readonly detail: string;
  readonly hint: string;
}

function attachedToSeveral(ids: readonly string[]): Told {
  return {
    detail: `attached to ${ids.join(', ')}`,
    hint: 'Attach a certificate to one account: it cannot tell several of them apart.',
  };
}

function attachedToNone(
  accounts: readonly Account[],
  identity: SentCertificate,
  requireIssuer: boolean,
): Told {
  // Of those that come close, the closest: what differs last was compared last.
  const [closest] = accounts
    .flatMap(({ id, certificates = [] }) =>
      certificates.map((one) => ({ id, difference: differenceOf(one, identity, requireIssuer) })),
    )
    .filter(({ difference }) => difference !== undefined && difference !== 'serial number')
    .toSorted((a, b) => closeness(b.difference) - closeness(a.difference));
  if (!closest) {
    return {
      detail: `the serial number ${identity.serialNumber} is attached to no account`,
      hint: 'Is it the certificate that was attached, or one that replaced it? A renewed certificate has a new serial number.',
    };
  }
  if (closest.difference === 'no issuer attached') {
    return {
      detail: `attached to ${closest.id} without its issuer, which is required`,
      hint: `Attach it with the issuer ${identity.issuer}`,
    };
  }
  if (closest.difference === 'fingerprint') {
    return {
      detail: `attached to ${closest.id}, which pins another certificate by its fingerprint`,
      hint: `The SHA-256 of this certificate is ${identity.fingerprint256}`,
    };
  }
  return {
    detail: `the serial number is attached to ${closest.id}, with another ${closest.difference}`,
    hint:
      closest.difference === 'issuer'
        ? `The issuer of this certificate is ${identity.issuer}`
        : 'Common names are compared character by character, letter case and white space too.',
  };
}

function closeness(difference: Difference | undefined): number {
  return difference === 'common name' ? 0 : 1;
}

import type { DigestAlgorithm, InboundBody, InboundRequest } from '@countersign/core';

/** A notification that was read. Nothing of it is proven yet. */
export interface SignedNotification {
  /** The signature, as it was sent. */
  readonly signature: string;
  /** What a secret makes of what is signed: the very text that the signature has to be. */
  readonly expected: (secret: string) => string;
  /** What the signature covers, and nothing else of the notification. */
  readonly signed: Readonly<Record<string, unknown>>;
  /** `sha1` is taken from an account that allows it. Default `sha256`. */
  readonly algorithm?: DigestAlgorithm | undefined;
  /** When it stops to be good, in milliseconds since the epoch. Absent: nothing in it says. */
  readonly endsAt?: number | undefined;
  /** What else somebody may have made with a secret. Only asked where an explanation is wanted. */
  readonly mistakes?: ((secret: string) => Iterable<NotificationMistake>) | undefined;
}

export interface NotificationMistake {
  readonly signature: string;
  readonly mistake: string;
}

export type ReadNotification =
  | SignedNotification
  | { readonly absent: string; readonly hint?: string }
  | { readonly malformed: string; readonly hint?: string };

/** Where a provider puts the signature of a notification, and what it is made over. Never throws for what was sent. */
export interface NotificationForm {
  /** What kind of notification it is, such as `checkout`. */
  readonly name: string;
  /** Whether the bytes of the body are signed as they were sent. Where they are gone, the verdict is `unavailable`. */
  readonly overBytes?: boolean | undefined;
  /** @param bytes of the body; empty unless `overBytes` */
  read(request: InboundRequest, body: InboundBody, bytes: Uint8Array): ReadNotification;
}

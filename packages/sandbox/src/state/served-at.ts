/** Where a running sandbox is found. */
export interface ServedAt {
  /** Such as `http://127.0.0.1:4010`. Empty until it listens. */
  url: string;
  /** Absent without TLS. `folder` holds the demo certificates. */
  tls?: { readonly url: string; readonly folder: string } | undefined;
}

/** A payment session, whichever of JSON and SOAP it was created over. */
export interface PlacetopaySession {
  readonly requestId: number;
  readonly request: unknown;
}

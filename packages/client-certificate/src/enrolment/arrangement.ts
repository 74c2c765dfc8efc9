import { type Issuance, issuance } from './issuance.ts';
import type { FiledCertificate } from './read-chain-file.ts';

/** Certificates of which each issued the one before it. */
export type Segment = readonly [bottom: FiledCertificate, ...issuers: FiledCertificate[]];

/** The certificates of a file as a chain, wherever they stand in it. */
export interface Arrangement {
  /** The chain from the leaf up. Several segments where what links them is missing. */
  readonly segments: readonly [Segment, ...Segment[]];
  /** Whether the last segment ends in a certificate that is issued by itself. */
  readonly isRooted: boolean;
  /** What does not belong to the chain. */
  readonly extra: readonly FiledCertificate[];
  /** What is there before. */
  readonly duplicates: readonly FiledCertificate[];
  readonly issuance: Issuance;
}

/** `undefined` for no certificates at all. */
export function arrange(certificates: readonly FiledCertificate[]): Arrangement | undefined {
  const distinct = certificates.filter((one) => certificates.find((other) => isSame(one, other)) === one);
  const duplicates = certificates.filter((one) => !distinct.includes(one));
  const issued = issuance(distinct);
  const ofLeaf = segmentOf(distinct, issued);
  if (!ofLeaf) return undefined;

  const endsInRoot = (segment: Segment) => issued.isSelfIssued(topOf(segment));
  let rest = without(distinct, ofLeaf);
  if (endsInRoot(ofLeaf)) {
    return { segments: [ofLeaf], isRooted: true, extra: rest, duplicates, issuance: issued };
  }

  const above: Segment[] = [];
  const extra = rest.filter(({ facts }) => !facts.isAuthority);
  rest = without(rest, extra);
  for (let next = segmentOf(rest, issued); next; next = segmentOf(rest, issued)) {
    above.push(next);
    rest = without(rest, next);
  }
  // A chain has one root: the last one, as that is where it belongs.
  const [root, ...otherRoots] = above.filter(endsInRoot).toReversed();
  const between = above.filter((segment) => !endsInRoot(segment));
  return {
    segments: [ofLeaf, ...between, ...(root ? [root] : [])],
    isRooted: root !== undefined,
    extra: [...extra, ...otherRoots.flat()],
    duplicates,
    issuance: issued,
  };
}

export function topOf(segment: Segment): FiledCertificate {
  return segment.at(-1) ?? segment[0];
}

/** From what issued no other certificate upwards: a client's certificate before an authority's, the first before others. */
function segmentOf(certificates: readonly FiledCertificate[], issued: Issuance): Segment | undefined {
  const issuers = new Set(certificates.map(issued.issuerOf));
  const bottoms = certificates.filter((one) => !issuers.has(one));
  const bottom = bottoms.find(({ facts }) => !facts.isAuthority) ?? bottoms[0] ?? certificates[0];
  if (!bottom) return undefined;
  const segment: [FiledCertificate, ...FiledCertificate[]] = [bottom];
  for (
    let next = issued.issuerOf(bottom);
    next && certificates.includes(next) && !segment.includes(next);
    next = issued.issuerOf(next)
  ) {
    segment.push(next);
  }
  return segment;
}

function isSame(one: FiledCertificate, other: FiledCertificate): boolean {
  return one.facts.fingerprint256 === other.facts.fingerprint256;
}

function without(
  certificates: readonly FiledCertificate[],
  gone: readonly FiledCertificate[],
): FiledCertificate[] {
  return certificates.filter((one) => !gone.includes(one));
}

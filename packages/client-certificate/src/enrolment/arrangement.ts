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

/**
 * From a certificate that issued no other upwards. Of several, a client's before an authority's, then that of which
 * more of the issuers are there, then the first.
 */
function segmentOf(certificates: readonly FiledCertificate[], issued: Issuance): Segment | undefined {
  const issuers = new Set(certificates.map(issued.issuerOf));
  const bottoms = certificates.filter((one) => !issuers.has(one));
  const [best] = (bottoms.length > 0 ? bottoms : certificates.slice(0, 1))
    .map((bottom) => upwards(bottom, certificates, issued))
    .toSorted(([a, ...aboveA], [b, ...aboveB]) => {
      return Number(a.facts.isAuthority) - Number(b.facts.isAuthority) || aboveB.length - aboveA.length;
    });
  return best;
}

function upwards(
  bottom: FiledCertificate,
  certificates: readonly FiledCertificate[],
  { issuerOf }: Issuance,
): Segment {
  const segment: [FiledCertificate, ...FiledCertificate[]] = [bottom];
  let next = issuerOf(bottom);
  while (next && certificates.includes(next) && !segment.includes(next)) {
    segment.push(next);
    next = issuerOf(next);
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

import { isMap, isScalar, isSeq, type Pair, type ParsedNode } from 'yaml';
import { closest } from './closest.ts';

/** What a reader reports to, for one part of a file. */
export interface Place {
  readonly field: string;
  /** @param node what is wrong; absent: the part itself */
  problem(message: string, node?: ParsedNode | null): void;
  /** A part of this part: `.key` or `[index]`. */
  part(step: string, node: ParsedNode | null): Place;
}

/** Makes a value of a part of a file. `undefined` where it cannot: then it has said why. */
export type Reader<T> = (node: ParsedNode | null, place: Place) => T | undefined;

export function placeIn(
  report: (problem: { field: string; message: string; offset: number }) => void,
  field: string,
  offset: number,
): Place {
  return {
    field,
    problem: (message, node) => report({ field, message, offset: node?.range[0] ?? offset }),
    part: (step, node) =>
      placeIn(report, `${field}${field === '' ? step.replace(/^\./, '') : step}`, node?.range[0] ?? offset),
  };
}

/** @param wanted such as `a port, a number from 0 to 65535` */
export function number(wanted: string, isRight: (value: number) => boolean): Reader<number> {
  return scalar(`must be ${wanted}`, (value) =>
    typeof value === 'number' && isRight(value) ? value : undefined,
  );
}

export const flag: Reader<boolean> = scalar('must be true or false', (value) =>
  typeof value === 'boolean' ? value : undefined,
);

/** Text that is not empty. What YAML takes for a number must be in quotes: leading zeros would be lost. */
export function text(wanted: string, isRight: (value: string) => boolean = () => true): Reader<string> {
  const right = scalar(`must be ${wanted}`, (value) =>
    typeof value === 'string' && value !== '' && isRight(value) ? value : undefined,
  );
  return (node, place) => {
    if (!isScalar(node) || node.value === null || typeof node.value === 'string') return right(node, place);
    place.problem('is not read as text: put it in quotes');
    return undefined;
  };
}

export function oneOf<const T extends string>(values: readonly T[]): Reader<T> {
  return (node, place) => {
    const written = isScalar(node) ? String(node.value) : '';
    const found = values.find((value) => value === written);
    if (found === undefined) {
      place.problem(`must be one of ${values.join(', ')}${didYouMean(written, values)}`);
    }
    return found;
  };
}

/** A mapping, or else what a text says. */
export function eitherOf<A, B>(ofText: Reader<A>, ofMapping: Reader<B>): Reader<A | B> {
  return (node, place) => (isMap(node) ? ofMapping(node, place) : ofText(node, place));
}

interface ListOptions<T> {
  readonly atLeast?: number;
  /** What no two entries may have in common. Default: the whole of a text. */
  readonly same?: (value: T) => unknown;
  /** How an entry is called that is there again. */
  readonly again?: string;
}

/** @param wanted such as `secrets` */
export function listOf<T>(
  wanted: string,
  entry: Reader<T>,
  { atLeast = 0, same = (value) => value, again = 'is there twice' }: ListOptions<T> = {},
): Reader<T[]> {
  return (node, place) => {
    if (!isSeq<ParsedNode>(node) || node.items.length < atLeast) {
      place.problem(`must be a list of ${wanted}`);
      return undefined;
    }
    const seen = new Set<unknown>();
    return node.items.flatMap((item, index) => {
      const at = place.part(`[${index}]`, item);
      const value = entry(item, at);
      if (value === undefined) return [];
      const identity = same(value);
      if (seen.has(identity)) at.problem(again);
      seen.add(identity);
      return [value];
    });
  };
}

export type Fields = Readonly<Record<string, Reader<unknown>>>;

type RecordOf<F extends Fields> = { -readonly [K in keyof F]?: NonNullable<ReturnType<F[K]>> };

interface RecordOptions<F extends Fields> {
  readonly required?: readonly (keyof F & string)[];
  /** Whether a key that is not known may be a secret in the wrong place: then it is not repeated. */
  readonly secretKeys?: boolean;
}

/** A mapping with these keys and no others. */
export function record<F extends Fields>(
  fields: F,
  { required = [], secretKeys = false }: RecordOptions<F> = {},
): Reader<RecordOf<F>> {
  const known = Object.keys(fields);
  return (node, place) => {
    if (!isMap<ParsedNode, ParsedNode | null>(node)) {
      place.problem(`must be a mapping with ${known.join(', ')}`);
      return undefined;
    }
    const values: Record<string, unknown> = {};
    const seen = new Set<string>();
    for (const pair of node.items) {
      const key = keyOf(pair);
      const read = known.includes(key) ? fields[key] : undefined;
      if (!read) {
        unknownKey(place, pair, key, known, secretKeys);
        continue;
      }
      const at = place.part(`.${key}`, pair.value ?? pair.key);
      if (seen.has(key)) at.problem('is there twice', pair.key);
      seen.add(key);
      const value = read(pair.value, at);
      if (value !== undefined) values[key] = value;
    }
    for (const key of required.filter((one) => !seen.has(one))) {
      place.part(`.${key}`, node).problem('is missing');
    }
    return values as RecordOf<F>;
  };
}

/** Whether a record is whole, after what was wrong with it was said. */
export function has<T extends object, const K extends keyof T>(
  value: T | undefined,
  ...keys: K[]
): value is T & { [P in K]-?: Exclude<T[P], undefined> } {
  return value !== undefined && keys.every((key) => value[key] !== undefined);
}

function scalar<T>(message: string, read: (value: unknown) => T | undefined): Reader<T> {
  return (node, place) => {
    const value = isScalar(node) ? read(node.value) : undefined;
    if (value === undefined) place.problem(message);
    return value;
  };
}

function keyOf({ key }: Pair<ParsedNode, ParsedNode | null>): string {
  return isScalar(key) ? String(key.value) : '';
}

function unknownKey(
  place: Place,
  pair: Pair<ParsedNode, ParsedNode | null>,
  key: string,
  known: readonly string[],
  secretKeys: boolean,
): void {
  const meant = didYouMean(key, known);
  const isName = /^[A-Za-z][\w-]{0,31}$/.test(key);
  // One that is nearly a known one is named; any other may be a secret in the wrong place.
  const named = isName && (meant !== '' || !secretKeys);
  const at = named ? place.part(`.${key}`, pair.key) : place;
  at.problem(
    `${named ? 'is not known' : 'has a key that is not known'}: use ${known.join(', ')}${meant}`,
    pair.key,
  );
}

function didYouMean(written: string, known: readonly string[]): string {
  const meant = closest(written, known);
  return meant === undefined ? '' : ` (did you mean ${meant}?)`;
}

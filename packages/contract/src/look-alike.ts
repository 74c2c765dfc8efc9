import { CaseFailed } from './contract-case.ts';
import type { Answer } from './request.ts';

/**
 * Two refusals that a stranger must not be able to tell apart. `again` answers the request of `one` a second time, after
 * `other`: what differs between those two (the time, a name of the request, a counter) tells nothing about `other`.
 * @throws CaseFailed
 */
export function mustLookAlike(one: Answer, other: Answer, again: Answer, what: string): void {
  const difference = statuses(one, other) ?? headers(one, other, again) ?? bodies(one, other, again);
  if (difference) throw new CaseFailed(`${what} must look the same from outside: ${difference}`);
}

function statuses(one: Answer, other: Answer): string | undefined {
  return one.status === other.status ? undefined : `status ${one.status} is not ${other.status}`;
}

// What differs between any two answers of one server, or now and then.
const different = new Set([
  'date',
  'etag',
  'x-request-id',
  'request-id',
  'x-response-time',
  'server-timing',
  'set-cookie',
  'cf-ray',
]);

function headers(one: Answer, other: Answer, again: Answer): string | undefined {
  const said = ({ headers }: Answer, name: string) => headers[name]?.join(', ');
  for (const name of new Set([...Object.keys(one.headers), ...Object.keys(other.headers)])) {
    // The length of a body that differs every time does so, too.
    if (different.has(name) || (name === 'content-length' && one.text !== '' && other.text !== '')) continue;
    const [left, right] = [said(one, name), said(other, name)];
    const varies = left !== undefined && right !== undefined && left !== said(again, name);
    if (left !== right && !varies) return `${name} ${shown(left)} is not ${shown(right)}`;
  }
  return undefined;
}

function bodies(one: Answer, other: Answer, again: Answer): string | undefined {
  const [left, right, second] = [words(one), words(other), words(again)];
  const alike =
    left.length === right.length &&
    left.every((word, place) => word === right[place] || word !== second[place]);
  return alike ? undefined : `${shown(one.text)} is not ${shown(other.text)}`;
}

const ownTimesAndNames =
  /\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

function words({ text }: Answer): string[] {
  return text.replace(ownTimesAndNames, '…').split(/([^\w+/=.:-]+)/);
}

function shown(text: string | undefined): string {
  return text === undefined ? 'none' : `«${text.slice(0, 200)}»`;
}

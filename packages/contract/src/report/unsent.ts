import type { OutboundRequest } from '../request.ts';
import type { CaseResult } from '../run/run-case.ts';

/** Shorter ones are in any text by chance. */
const SHORTEST = 4;
/** A text that was cut within a credential still begins like it. */
const BEGINNING = 8;

/** Why a case failed, for a report that is kept: a server may have repeated the credentials that it was sent. */
export function reasonUnsent({ reason, exchanges }: CaseResult): string | undefined {
  if (reason === undefined) return undefined;
  const sent = new Set(exchanges.flatMap(({ request }) => credentialsIn(request)));
  return [...sent].sort((one, other) => other.length - one.length).reduce(without, reason);
}

/** The words of the headers, and what they are base64 of: a pair, and its secret. */
function credentialsIn({ headers }: OutboundRequest): string[] {
  const values = headers.filter(([name]) => !/^(content-|accept)/i.test(name)).map(([, value]) => value);
  return values
    .flatMap((value) => value.split(/[\s,;]+/))
    .flatMap((word) => {
      const pair = Buffer.from(word, 'base64').toString();
      const colon = pair.indexOf(':');
      return word.length < BEGINNING ? [] : [word, ...(colon < 0 ? [] : [pair, pair.slice(colon + 1)])];
    })
    .filter((one) => one.length >= SHORTEST);
}

function without(text: string, secret: string): string {
  const beginning = secret.slice(0, BEGINNING);
  let rest = text;
  for (let at = rest.indexOf(beginning); at >= 0; at = rest.indexOf(beginning)) {
    let end = at + beginning.length;
    while (end - at < secret.length && rest[end] === secret[end - at]) end += 1;
    rest = `${rest.slice(0, at)}…${rest.slice(end)}`;
  }
  return rest;
}

import type { InboundRequest } from '@countersign/core';
import type { RefusedSignature } from './rsa-mistake.ts';

// Written again with indentation, a text that nests deep is as long as its square.
const LONGEST_WRITTEN_AGAIN = 4096;
const MOST_BRACKETS = 200;

interface WrongText {
  readonly text: Uint8Array;
  readonly mistake: string;
}

/** What clients sign in place of the canonical text: each mistake by itself. */
export function* wrongTexts(refused: RefusedSignature): Iterable<WrongText> {
  const { request, body, authorities } = refused;
  const { method, target } = request;
  const bodyText = Buffer.from(body).toString();
  const stripped = bodyText.replace(/[\t-\r ]/g, '');
  const verb = method.toLowerCase();
  const path = target.toLowerCase();

  for (const authority of authorities.map((one) => one.toLowerCase())) {
    const url = authority + path;
    for (const { text, mistake } of wrongBodies(bodyText))
      yield { text: Buffer.from(verb + url + text), mistake };
    for (const { text, mistake } of [
      {
        text: verb + authority + target + stripped,
        mistake: 'the URL was not lower-cased: lower-case all of it',
      },
      { text: method.toUpperCase() + url + stripped, mistake: 'the method was not lower-cased' },
      {
        text: method.toUpperCase() + authority + target + stripped,
        mistake: 'method and URL were not lower-cased',
      },
      {
        text: verb + url + stripped.toLowerCase(),
        mistake: 'the body was lower-cased: only method and URL are',
      },
      {
        text: `${verb}https://${url}${stripped}`,
        mistake: 'https:// was left before the URL: sign it without',
      },
      {
        text: `${verb}http://${url}${stripped}`,
        mistake: 'http:// was left before the URL: sign it without',
      },
      {
        text: verb + url.split('?', 1)[0] + stripped,
        mistake: 'the query was left out: it is part of the URL',
      },
      { text: `${verb + url.replace(/\/$/, '')}${stripped}`, mistake: endSlash },
      { text: `${verb + url}/${stripped}`, mistake: endSlash },
      { text: url + verb + stripped, mistake: `${order} URL + method + body` },
      { text: url + stripped + verb, mistake: `${order} URL + body + method` },
      { text: verb + stripped + url, mistake: `${order} method + body + URL` },
      { text: stripped + verb + url, mistake: `${order} body + method + URL` },
      { text: stripped + url + verb, mistake: `${order} body + URL + method` },
      { text: url + stripped, mistake: 'the method was left out' },
      { text: stripped, mistake: 'the body alone was signed: method and URL come before it' },
      ...['\n', '|', ' ', '.'].map((between) => ({
        text: [verb, url, stripped].join(between),
        mistake: 'something was put between method, URL and body: nothing belongs there',
      })),
    ]) {
      yield { text: Buffer.from(text), mistake };
    }
  }
  for (const host of otherHosts(refused)) {
    const wanted = likelyAuthority(request, authorities);
    const mistake = `the URL was signed with the host "${host}": sign the public host name, ${wanted}`;
    yield { text: Buffer.from(verb + host + path + stripped), mistake };
  }
  yield { text: Buffer.from(verb + path + stripped), mistake: 'the host was left out: sign the whole URL' };
}

const order = 'the order is method + URL + body, and this was signed as';
const endSlash = 'the URL was signed with another slash at its end than it was asked for with';

/** The body as it was sent, or as somebody would write it again. */
function* wrongBodies(body: string): Iterable<{ text: string; mistake: string }> {
  const inside = 'the body was signed with its white space: remove all of it, inside strings too';
  yield { text: body, mistake: inside };
  yield { text: '', mistake: 'the body was left out' };
  const value = jsonOf(body);
  if (value === undefined) return;
  yield { text: JSON.stringify(value), mistake: 'white space inside strings was signed: remove that too' };
  for (const indent of [2, 4, '\t']) {
    yield {
      text: JSON.stringify(value, null, indent),
      mistake: 'the pretty-printed body was signed: remove all white space',
    };
  }
  const rewritten = JSON.stringify(value).replace(/[\t-\r ]/g, '');
  const again = 'the body was written again after it was signed: send the very text that was signed';
  yield { text: rewritten, mistake: again };
  yield { text: rewritten.replaceAll('/', '\\/'), mistake: again };
}

function jsonOf(text: string): unknown {
  if (text.length > LONGEST_WRITTEN_AGAIN || text.split(/[[{]/).length > MOST_BRACKETS) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The one of the right authorities that a client will want to sign: what it called, where that is one of them. */
export function likelyAuthority({ host }: InboundRequest, authorities: readonly string[]): string {
  return authorities.find((authority) => authority === host) ?? authorities[0] ?? '';
}

/** What a client may have taken for the host: what it called, and the names of a development machine. */
function otherHosts({ request, authorities, otherAuthorities }: RefusedSignature): string[] {
  const names = [request.host ?? '', ...authorities, ...otherAuthorities].map((name) => name.toLowerCase());
  const bare = names.map((name) => name.replace(/:\d+$/, ''));
  const known = new Set(authorities.map((name) => name.toLowerCase()));
  const all = new Set([...names, ...bare, ...bare.map((name) => `${name}:443`), 'localhost', '127.0.0.1']);
  return [...all].filter((name) => name !== '' && !known.has(name));
}

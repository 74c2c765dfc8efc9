import { constants, hash, type KeyObject, verify } from 'node:crypto';
import { type Account, type InboundRequest, publicKeysOf } from '@countersign/core';
import { canonicalRequest } from '../rsa/canonical-request.ts';
import { type Hint, hintOf } from './hint.ts';
import { hexForBase64 } from './signature-form-mistake.ts';

// Written again with indentation, a text that nests deep is as long as its square.
const LONGEST_WRITTEN_AGAIN = 4096;
const MOST_BRACKETS = 200;
const LONGEST_SHOWN = 200;

const nothing = new Uint8Array();

export interface RefusedSignature {
  readonly account: Account;
  readonly signature: Buffer;
  readonly request: InboundRequest;
  readonly body: Uint8Array;
  readonly authorities: readonly string[];
  /** What else a client may have taken for the host. */
  readonly otherAuthorities: readonly string[];
}

/** What was done wrong to make a signature that does not hold, where one wrong step explains it. */
export function rsaMistake(refused: RefusedSignature): Hint {
  return hintOf(() => mistakeIn(refused));
}

function mistakeIn(refused: RefusedSignature): Hint {
  const { account, signature } = refused;
  const keys = publicKeysOf(account);
  if (keys.length === 0) return { hint: 'this account has no public key here to verify a signature with' };
  for (const key of keys) {
    // Hexadecimal digits are base64 digits too.
    const digits = signature.toString('base64');
    const fromHex = /^[0-9a-f]+$/i.test(digits) && Buffer.from(digits, 'hex').length === sizeOf(key);
    if (fromHex || isHexText(signature, key)) return hexForBase64;
    const way = wrongWay(refused, key);
    if (way) return { hint: way };
    for (const { text, mistake } of wrongTexts(refused)) {
      if (verify('sha256', text, { key, padding: constants.RSA_PKCS1_PADDING }, signature))
        return { hint: mistake };
    }
  }
  if (keys.every((key) => signature.length !== sizeOf(key))) {
    const sizes = keys.map(sizeOf).join(' or ');
    return {
      hint: `the signature is ${signature.length} bytes long, and a key of this account makes ${sizes}`,
    };
  }
  return {
    hint: `sign ${startOf(refused)}, then the body without white space, with the key of this account`,
  };
}

/** What the text starts with that is to be signed. A query may hold anything: it is not shown. */
function startOf({ request, authorities: [authority = ''] }: RefusedSignature): string {
  const [path = ''] = request.target.split('?', 1);
  const start = canonicalRequest({
    method: request.method,
    url: `https://${authority}${path}`,
    body: nothing,
  });
  return `"${start.toString().slice(0, LONGEST_SHOWN)}"`;
}

/** The right text, signed another way. */
function wrongWay(
  { signature, request, body, authorities }: RefusedSignature,
  key: KeyObject,
): string | undefined {
  const pkcs1 = { key, padding: constants.RSA_PKCS1_PADDING };
  for (const authority of authorities) {
    const text = canonicalRequest({
      method: request.method,
      url: `https://${authority}${request.target}`,
      body,
    });
    const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
    if (verify('sha256', text, pss, signature))
      return 'the padding is PSS: sign with PKCS #1 v1.5 (SHA256withRSA)';
    for (const algorithm of ['sha1', 'sha384', 'sha512']) {
      if (verify(algorithm, text, pkcs1, signature))
        return `the digest is ${algorithm.toUpperCase()}: sign with SHA-256`;
    }
    for (const digest of [
      hash('sha256', text, 'buffer'),
      hash('sha256', text, 'hex'),
      hash('sha256', text, 'base64'),
    ]) {
      if (verify('sha256', Buffer.from(digest), pkcs1, signature)) {
        return 'the text was hashed before it was signed: signing hashes it already';
      }
    }
  }
  return undefined;
}

interface WrongText {
  readonly text: Uint8Array;
  readonly mistake: string;
}

/** What clients sign in place of the canonical text: each mistake by itself. */
function* wrongTexts(refused: RefusedSignature): Iterable<WrongText> {
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
    const mistake = `the URL was signed with the host "${host}": sign the public host name, ${authorities[0]}`;
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

/** What a client may have taken for the host: what it called, and the names of a development machine. */
function otherHosts({ request, authorities, otherAuthorities }: RefusedSignature): string[] {
  const names = [request.host ?? '', ...authorities, ...otherAuthorities].map((name) => name.toLowerCase());
  const bare = names.map((name) => name.replace(/:\d+$/, ''));
  const known = new Set(authorities.map((name) => name.toLowerCase()));
  const all = new Set([...names, ...bare, ...bare.map((name) => `${name}:443`), 'localhost', '127.0.0.1']);
  return [...all].filter((name) => name !== '' && !known.has(name));
}

/** The base64 of hexadecimal text. */
function isHexText(signature: Buffer, key: KeyObject): boolean {
  return signature.length === 2 * sizeOf(key) && /^[0-9a-f]+$/i.test(signature.toString('latin1'));
}

function sizeOf(key: KeyObject): number {
  return Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
}

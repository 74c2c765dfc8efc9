import type { InboundHeaders } from '@countersign/core';
import { isPair } from './form-mistake.ts';

// Where clients put a pair.
const headerNames = [
  'authorization',
  'x-connectpay-api-key',
  'x-api-key',
  'api-key',
  'apikey',
  'x-authorization',
  'proxy-authorization',
];

/**
 * Why no credentials were found in a header: they are in another one, or their scheme is missing or another's.
 * Only asked for an explanation.
 */
export function headerMistake(headerName: string, headers: InboundHeaders): string | undefined {
  const [own] = headers.all(headerName);
  if (own !== undefined) return schemeMistake(own);
  const other = headerNames.find((name) => name !== headerName && holdsPair(headers.all(name)[0]));
  return other && `these credentials are in ${other}: send them in ${headerName}`;
}

/** Of an `Authorization` that is not `Basic …`. */
function schemeMistake(authorization: string): string | undefined {
  if (isPair(authorization)) return 'put "Basic " before the pair';
  const glued = authorization.replace(/^basic[:=]? */i, '');
  if (glued !== authorization && isPair(glued)) return 'write "Basic", a space, and the pair';
  if (holdsPair(authorization)) return 'these are an id and a secret: their scheme is Basic';
  if (/^[^\s:]+:\S+$/.test(authorization)) return 'send "Basic ", and base64(id:secret)';
  if (/^(?:bearer +)?eyJ/i.test(authorization)) return 'this is a token: an id and a secret are wanted here';
  return undefined;
}

/** By itself, or after whatever scheme. */
function holdsPair(value: string | undefined): boolean {
  return value !== undefined && isPair(value.slice(value.indexOf(' ') + 1).trimStart());
}

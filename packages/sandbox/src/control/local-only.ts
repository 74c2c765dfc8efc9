import { fromNode, parseAddress } from '@countersign/core';
import { sendAnswer } from '@countersign/express';
import type { Request, RequestHandler } from 'express';
import { problemOf } from '../routes/problem.ts';

/**
 * Lets only this machine's own user through: a loopback peer, a `Host` that names loopback (a page on the
 * internet can point its own name here), and no other origin (a page can send requests it may not read).
 */
export const localOnly: RequestHandler = (request, response, next) => {
  if (isLocal(request)) return next();
  return sendAnswer(response, problemOf(403, 'Only for this machine: a loopback address, host and origin.'));
};

function isLocal(request: Request): boolean {
  const { host = '', target } = fromNode(request);
  const origin = request.headers.origin;
  const site = request.headers['sec-fetch-site'];
  return (
    isLoopback(request.socket.remoteAddress ?? '') &&
    namesLoopback(host) &&
    // With a host of its own in it, it would count in place of `Host` (RFC 9112, section 3.2.2).
    target.startsWith('/') &&
    (origin === undefined || origin === `${request.protocol}://${host}`) &&
    (site === undefined || site === 'same-origin' || site === 'none')
  );
}

function isLoopback(address: string): boolean {
  return parseAddress(address)?.range() === 'loopback';
}

function namesLoopback(host: string): boolean {
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  return name === 'localhost' || isLoopback(name.replace(/^\[(.*)\]$/, '$1'));
}

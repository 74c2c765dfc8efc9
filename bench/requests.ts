import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { fromNode, type Verifier } from '@countersign/core';
import express, { type Request, type Response } from 'express';
import { type Expected, expecting } from './measure/expecting.ts';
import type { Contestant } from './measure/row.ts';

const app = express();
const socket = new Socket();

/** A request as Express hands it to a middleware, without a connection behind it. */
export function nodeRequest(headers: Readonly<Record<string, string>>): Request {
  const request = new IncomingMessage(socket);
  request.method = 'GET';
  request.url = '/';
  request.rawHeaders.push('Host', 'api.example.com');
  for (const [name, value] of Object.entries(headers)) request.rawHeaders.push(name, value);
  request.headers.host = 'api.example.com';
  for (const [name, value] of Object.entries(headers)) request.headers[name.toLowerCase()] = value;
  return Object.setPrototypeOf(request, app.request) as Request;
}

/** Where a middleware could answer, which it must not here. */
function nodeResponse(request: Request): Response {
  return Object.setPrototypeOf(new ServerResponse(request), app.response) as Response;
}

export type Middleware = (request: Request, response: Response, next: (error?: unknown) => void) => unknown;

/** A verifier, on these requests in turn. */
export function verifies(
  name: string,
  verifier: Verifier,
  requests: readonly Request[],
  expected: Expected = 'accepted',
): Contestant {
  return {
    name,
    once: (index) => verifier.verify(fromNode(requests[index % requests.length] as Request)),
    check: expecting(expected),
  };
}

// Middleware leaves something on every request that it lets through.
const REQUESTS = 2_000;

/** A middleware that lets all of these headers pass, on new requests in each turn. */
export function throughMiddleware(
  name: string,
  middleware: Middleware,
  ...headers: readonly Readonly<Record<string, string>>[]
): Contestant {
  let requests: Request[] = [];
  const response = nodeResponse(nodeRequest({}));
  return {
    name,
    before() {
      requests = Array.from({ length: REQUESTS }, (_, index) =>
        nodeRequest(headers[index % headers.length] ?? {}),
      );
    },
    once: (index) => passes(middleware, requests[index % REQUESTS] as Request, response),
  };
}

/** Waits for a middleware to pass the request on. */
function passes(middleware: Middleware, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void middleware(request, response, (error) => (error ? reject(error) : resolve()));
  });
}

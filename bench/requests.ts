import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import express, { type Request, type Response } from 'express';

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
export function nodeResponse(request: Request): Response {
  return Object.setPrototypeOf(new ServerResponse(request), app.response) as Response;
}

type Middleware = (request: Request, response: Response, next: (error?: unknown) => void) => unknown;

/** Waits for a middleware to pass the request on. */
export function passes(middleware: Middleware, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void middleware(request, response, (error) => (error ? reject(error) : resolve()));
  });
}

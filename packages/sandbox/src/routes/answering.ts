import type { Refusal } from '@countersign/core';
import { sendAnswer } from '@countersign/express';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';

/** How a provider writes an error of this status. */
export type ErrorForm = (status: number) => Refusal;

export function methodNotAllowed(form: ErrorForm, ...methods: string[]): RequestHandler {
  return (_request, response) => {
    response.setHeader('allow', methods.join(', '));
    sendAnswer(response, form(405));
  };
}

export function notFound(form: ErrorForm): RequestHandler {
  return (_request, response) => sendAnswer(response, form(404));
}

/** Reads a body of JSON. One of another kind is 415. */
export function jsonBody(form: ErrorForm): RequestHandler[] {
  const refuseOthers: RequestHandler = (request, response, next) => {
    const isSent =
      Number(request.headers['content-length'] ?? 0) > 0 || 'transfer-encoding' in request.headers;
    if (isSent && !request.is('json')) return sendAnswer(response, form(415));
    next();
  };
  return [refuseOthers, express.json()];
}

/** What Express itself refuses, such as a body that is not JSON or a path that does not decode. */
export function failed(form: ErrorForm): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status: unknown = error?.status;
    const known = typeof status === 'number' && status >= 400 && status < 500;
    sendAnswer(response, form(known ? status : 500));
  };
}

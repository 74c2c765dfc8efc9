import type { Refusal } from '@countersign/core';
import { sendAnswer } from '@countersign/express';
import type { ErrorRequestHandler, RequestHandler } from 'express';

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

/** What Express itself refuses, such as a body that is not JSON or a path that does not decode. */
export function failed(form: ErrorForm): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status: unknown = error?.status;
    const known = typeof status === 'number' && status >= 400 && status < 500;
    sendAnswer(response, form(known ? status : 500));
  };
}

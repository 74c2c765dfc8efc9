import { STATUS_CODES } from 'node:http';
import type { Refusal } from '@countersign/core';
import { authOf, guard, sendAnswer } from '@countersign/express';
import { placetopay } from '@countersign/providers';
import { type SoapVersion, soapAnswer, soapFault } from '@countersign/username-token';
import { type Request, type RequestHandler, Router } from 'express';
import { failed, methodNotAllowed, notFound } from '../routes/answering.ts';
import type { BoundedStore } from '../routes/bounded-store.ts';
import { originOf } from '../routes/origin.ts';
import type { PlacetopaySession } from '../state/placetopay-session.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import { calledBy, results } from './operations.ts';
import { TARGET_NAMESPACE, wsdl } from './wsdl.ts';
import { xmlOf } from './xml-value.ts';

const PATH = '/soap/redirect';

/** Mock Placetopay over SOAP: one route for every operation, on the sessions that JSON works on too. */
export function placetopaySoapRoutes(
  { log, directories, clock, replay, guarded }: SandboxState,
  sessions: BoundedStore<PlacetopaySession>,
): Router {
  const { observe } = log;
  const verifier = guarded(placetopay.soap({ directory: directories.placetopay, replay, clock }));

  const describe: RequestHandler = (request, response, next) => {
    if (!asksForWsdl(request)) return next();
    const body = wsdl(originOf(request) + PATH);
    sendAnswer(response, { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body });
  };
  const operate: RequestHandler = (request, response) => {
    const { version, operation, argument } = calledBy(request.body);
    if (!operation) return sendAnswer(response, unknownOperation(version));
    const { account } = authOf(request, verifier).principal;
    const result = results[operation](argument, { clock, sessions, account, origin: originOf(request) });
    const content = xmlOf(`${operation}Result`, result);
    const body = `<${operation}Response xmlns="${TARGET_NAMESPACE}">${content}</${operation}Response>`;
    sendAnswer(response, soapAnswer({ version, status: 200, body }));
  };

  const router = Router();
  router.use('/soap', log.record('placetopay'));
  router
    .route(PATH)
    .get(describe)
    .post(guard(verifier, { observe }), operate)
    .all(methodNotAllowed(error, 'GET', 'POST'));
  router.use('/soap', notFound(error), failed(error));
  return router;
}

function unknownOperation(version: SoapVersion): Refusal {
  const status = version === '1.1' ? 500 : 400;
  return soapFault({ version, status, blame: 'client', text: 'Unknown operation' });
}

/** What is no matter of a message: before there is one, its version is not known. */
function error(status: number): Refusal {
  const text = STATUS_CODES[status] ?? 'Error';
  return soapFault({ version: '1.1', status, blame: status >= 500 ? 'server' : 'client', text });
}

/** `?wsdl`, as it is asked for by some in capitals. */
function asksForWsdl({ query }: Request): boolean {
  return Object.keys(query).some((name) => name.toLowerCase() === 'wsdl');
}

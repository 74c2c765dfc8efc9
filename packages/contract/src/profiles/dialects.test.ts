import { expect, test } from 'vitest';
import { mustChallenge, mustRefuse, type Refused } from '../dialect.ts';
import type { Answer } from '../request.ts';
import { bearerDialect, documentedDialect, openDialect, problemDetails } from './dialects.ts';

function answer(status: number, headers: Answer['headers'] = {}, json?: unknown): Answer {
  return { status, headers, text: JSON.stringify(json) ?? '', json, milliseconds: 1 };
}

const dialects = {
  open: openDialect(),
  documented: documentedDialect({}),
  bearer: bearerDialect({}),
};

test.each<{ refused: Refused; open: number[]; documented: number[]; bearer: number[] }>([
  { refused: 'absent', open: [401], documented: [401], bearer: [401] },
  { refused: 'credentials-malformed', open: [400, 401], documented: [401], bearer: [400] },
  { refused: 'proof-mismatch', open: [401], documented: [401], bearer: [401] },
  { refused: 'account-unknown', open: [401], documented: [401], bearer: [401] },
  { refused: 'account-inactive', open: [401, 403], documented: [403], bearer: [403] },
  { refused: 'address-not-allowed', open: [401, 403], documented: [403], bearer: [403] },
  { refused: 'token-expired', open: [401], documented: [401], bearer: [401] },
  { refused: 'scope-insufficient', open: [403], documented: [403], bearer: [403] },
  { refused: 'psu-ip-absent', open: [400, 401], documented: [400], bearer: [400] },
  { refused: 'psu-ip-malformed', open: [400, 401], documented: [400], bearer: [400] },
  { refused: 'psu-ip-mismatch', open: [401, 403], documented: [403], bearer: [403] },
])('$refused is answered with $open, as documented with $documented', ({ refused, ...wanted }) => {
  for (const name of ['open', 'documented', 'bearer'] as const) {
    const taken = [200, 302, 400, 401, 403, 404, 500].filter((status) => {
      try {
        mustRefuse(dialects[name], answer(status), refused);
        return true;
      } catch {
        return false;
      }
    });
    expect(taken).toEqual(wanted[name]);
  }
});

test.each([
  { offered: ['Basic realm="x"'], taken: true },
  { offered: ['basic realm="x"'], taken: true },
  { offered: ['Bearer, Basic realm="x"'], taken: true },
  { offered: ['Bearer', 'Basic realm="x"'], taken: true },
  { offered: ['Basic'], taken: true },
  { offered: ['Bearer realm="Basic"'], taken: false },
  { offered: ['NotBasic realm="x"'], taken: false },
  { offered: ['Basically realm="x"'], taken: false },
  { offered: undefined, taken: false },
])('a 401 that offers $offered: $taken', ({ offered, taken }) => {
  const refusal = answer(401, offered ? { 'www-authenticate': offered } : {});
  const judge = () => mustChallenge(openDialect('Basic'), refusal, 'absent');
  if (taken) expect(judge()).toBeUndefined();
  else expect(judge).toThrow(/^a 401 must carry WWW-Authenticate: Basic/);
});

test.each([
  { type: 'application/problem+json', json: { status: 401 }, flaw: undefined },
  { type: 'application/problem+json; charset=utf-8', json: { status: 401 }, flaw: undefined },
  { type: 'application/json', json: { status: 401 }, flaw: /must be application\/problem\+json/ },
  { type: 'application/problem+jsonx', json: { status: 401 }, flaw: /must be application\/problem\+json/ },
  { type: 'application/problem+json', json: { status: 403 }, flaw: /says status 403 and the answer 401/ },
  { type: 'application/problem+json', json: undefined, flaw: /says status undefined/ },
])('a problem of $type that holds $json', ({ type, json, flaw }) => {
  const said = problemDetails(answer(401, { 'content-type': [type] }, json));
  if (flaw) expect(said).toMatch(flaw);
  else expect(said).toBeUndefined();
});

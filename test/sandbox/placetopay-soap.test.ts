import { readEnvelope } from '@countersign/username-token';
import { afterEach, describe, expect, test } from 'vitest';
import { call, post } from '../support/call.ts';
import { placetopayAuth, seedAt } from '../support/placetopay-auth.ts';
import { runningSandbox } from '../support/running-sandbox.ts';
import { envelope, SOAP_12 } from '../support/soap-envelope.ts';

const sandbox = runningSandbox({ tlsPort: false });
const TNS = 'http://placetopay.com/soap/redirect/';

function send(message: string, headers: Record<string, string> = {}) {
  return call(`${sandbox().url}/soap/redirect`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', ...headers },
    body: message,
  });
}

const operation = (name: string, argument: string) => `<t:${name} xmlns:t="${TNS}">${argument}</t:${name}>`;
const asked = (body: string, parts: object = {}) => envelope({ body, ...parts });
const create = (payload: string) => operation('createRequest', `<t:payload>${payload}</t:payload>`);
const query = (id: unknown) => operation('getRequestInformation', `<t:requestId>${id}</t:requestId>`);

/** The text of the first element of this name in an answer. */
function textIn(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}

describe('the description', () => {
  test.each(['?wsdl', '?WSDL', '?wsdl='])(
    'is at %s, with the address that it was asked at',
    async (query) => {
      const { status, headers, text } = await call(`${sandbox().url}/soap/redirect${query}`);
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/xml; charset=utf-8');
      expect(text).toContain(`targetNamespace="${TNS}"`);
      expect(text.split(`address location="${sandbox().url}/soap/redirect"`)).toHaveLength(3);
    },
  );

  test('holds a Host as text', async () => {
    const headers = { host: 'a"><b>&' };
    const { text } = await call(`${sandbox().url}/soap/redirect?wsdl`, { headers });
    expect(text).not.toContain('<b>');
  });
});

describe('an operation', () => {
  test('is told by the Body, whatever SOAPAction says', async () => {
    const { status, text } = await send(asked(create('')), { soapaction: `"${TNS}collect"` });
    expect(status).toBe(200);
    expect(text).toContain(`<createRequestResponse xmlns="${TNS}"><createRequestResult>`);
    expect(readEnvelope(Buffer.from(text))?.version).toBe('1.1');
  });

  test('is answered in its version', async () => {
    const { status, headers, text } = await send(asked(create(''), { namespace: SOAP_12 }));
    expect([status, headers['content-type']]).toEqual([200, 'application/soap+xml; charset=utf-8']);
    expect(readEnvelope(Buffer.from(text))?.version).toBe('1.2');
  });

  test('of another site finds no session', async () => {
    const created = await send(asked(create('<t:locale>es_CO</t:locale>')));
    const requestId = textIn(created.text, 'requestId');
    const own = await send(asked(query(requestId)));
    expect([textIn(own.text, 'requestId'), textIn(own.text, 'locale')]).toEqual([requestId, 'es_CO']);
    const auth = placetopayAuth({ login: 'siteLegacy' });
    const stranger = await send(asked(query(requestId), { auth }));
    expect(stranger.text).toContain('<status>FAILED</status><reason>404</reason>');
    expect(stranger.text).not.toContain('es_CO');
  });

  test('sees what JSON created, as far as XML can hold it', async () => {
    const request = {
      locale: 'en_US',
      payment: { reference: 'a<b>&"\u0001', items: [{ sku: 1 }, { sku: 2 }], none: null },
      'no name': 1,
      '1': 1,
      fields: deep(1000),
    };
    const created = await post(`${sandbox().url}/api/session`, { auth: placetopayAuth(), ...request });
    const { requestId } = created.json as { requestId: number };
    const { status, text } = await send(asked(query(requestId)));
    expect(status).toBe(200);
    expect(readEnvelope(Buffer.from(text))).toBeDefined();
    expect(text).toContain(
      '<payment><reference>a&#60;b&#62;&#38;&#34;\ufffd</reference><items><sku>1</sku></items><items><sku>2</sku></items></payment>',
    );
    expect(text).not.toContain('no name');
  });

  test.each([
    { what: 'none', body: '' },
    { what: 'an unknown one', body: operation('refund', '') },
    { what: 'one of another namespace', body: '<createRequest xmlns="urn:a"/>' },
    { what: 'one that objects inherit', body: operation('toString', '') },
    { what: 'two', body: create('') + create('') },
  ])('$what is a fault', async ({ body }) => {
    const old = await send(asked(body));
    expect([old.status, textIn(old.text, 'faultstring')]).toEqual([500, 'Unknown operation']);
    expect((await send(asked(body, { namespace: SOAP_12 }))).status).toBe(400);
  });

  function deep(depth: number): unknown {
    let value: unknown = 'bottom';
    for (let i = 0; i < depth; i += 1) value = { a: value };
    return value;
  }
});

describe('codes', () => {
  const setStatus = (status: string) =>
    call(`${sandbox().url}/_sandbox/accounts/placetopay/siteLogin`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ status }),
    });
  afterEach(async () => void (await setStatus('active')));

  test.each([
    { code: 100, what: 'no token', parts: () => ({ header: '' }) },
    { code: 101, what: 'an unknown login', parts: () => ({ auth: placetopayAuth({ login: 'nobody' }) }) },
    { code: 102, what: 'another secret', parts: () => ({ auth: placetopayAuth({ secretKey: 'x' }) }) },
    { code: 102, what: 'SHA-1', parts: () => ({ auth: placetopayAuth({ algorithm: 'sha1' }) }) },
    {
      code: 103,
      what: 'a seed 6 minutes old',
      parts: () => ({ auth: placetopayAuth({ seed: seedAt(Date.now() - 360_000) }) }),
    },
    { code: 104, what: 'an inactive site', status: 'inactive', parts: () => ({}) },
    { code: 105, what: 'an expired site', status: 'expired', parts: () => ({}) },
    { code: 106, what: 'expired credentials', status: 'credentials-expired', parts: () => ({}) },
    { code: 107, what: 'no Nonce', parts: () => ({ token: { nonce: '' } }) },
  ])('$code for $what, in both versions', async ({ code, status, parts }) => {
    if (status) await setStatus(status);
    const old = await send(asked(create(''), parts()));
    expect(old.status).toBe(500);
    expect(textIn(old.text, 'faultcode')).toBe('SOAP-ENV:Client');
    expect(textIn(old.text, 'faultstring')).toBe(`Authentication Failed ${code}`);

    const { status: of12, text } = await send(asked(create(''), { ...parts(), namespace: SOAP_12 }));
    expect(of12).toBe(400);
    expect(text).toContain(`<env:Text xml:lang="en">Authentication Failed ${code}</env:Text>`);
  });

  test('what was used over JSON is used up here, and the reverse', async () => {
    const [first, second] = [placetopayAuth(), placetopayAuth()];
    const overJson = (auth: object) => post(`${sandbox().url}/api/session`, { auth });
    expect((await overJson(first)).status).toBe(200);
    expect((await send(asked(create(''), { auth: first }))).text).toContain('Authentication Failed 103');
    expect((await send(asked(create(''), { auth: second }))).status).toBe(200);
    expect((await overJson(second)).text).toContain('Autenticación fallida 103');
  });
});

describe('every other error is a fault', () => {
  test.each([
    { method: 'GET', path: '/soap/redirect', status: 405 },
    { method: 'PUT', path: '/soap/redirect', status: 405 },
    { method: 'POST', path: '/soap/other', status: 404 },
    { method: 'GET', path: '/soap/%zz', status: 404 },
  ])('$method $path: $status', async ({ method, path, status }) => {
    const answer = await call(sandbox().url + path, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('text/xml; charset=utf-8');
    expect(answer.text).toContain('<SOAP-ENV:Fault>');
  });
});

test('the inspector’s list names the mistake, and holds no credential', async () => {
  const auth = placetopayAuth();
  await send(asked(create(''), { header: '', body: `<a>${auth.tranKey}</a>` }));
  const [entry] = sandbox().requests();
  expect(entry).toMatchObject({
    provider: 'placetopay',
    method: 'POST',
    path: '/soap/redirect',
    status: 500,
    outcome: 'absent',
    checks: [
      { check: 'security header', outcome: 'failed', hint: expect.stringContaining('Security header') },
    ],
  });
  expect(JSON.stringify(entry)).not.toContain(auth.tranKey);
});

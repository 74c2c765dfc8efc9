import { type Account, type Explanation, memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../../../test/support/inbound-request.ts';
import { movableClock } from '../../../../../test/support/movable-clock.ts';
import { placetopayAuth } from '../../../../../test/support/placetopay-auth.ts';
import {
  envelope,
  SOAP_12,
  securityXml,
  soapRequest,
  TEXT,
  tokenParts,
  usernameTokenXml,
} from '../../../../../test/support/soap-envelope.ts';
import { usernameToken } from '../../username-token.ts';
import { soapUsernameToken } from '../soap-username-token.ts';

const seed = '2026-01-02T03:04:05Z';
const secretKey = 'not-a-real-key';
const auth = (parts = {}) =>
  placetopayAuth({ login: 'site', secretKey, nonce: 'nonce-0001', seed, ...parts });
const good = auth();
const parts = tokenParts(good);
const token = usernameTokenXml(good);

function verifiers(account: Account = { id: 'site', secrets: [secretKey] }) {
  const clock = movableClock(seed);
  const options = {
    directory: memoryDirectory([account]),
    replay: memoryReplayGuard({ clock, rememberedSince: 0 }),
    clock,
  };
  return { soap: soapUsernameToken(options), json: usernameToken(options) };
}

/** What is told of a request: the same verdict as without, nothing secret, and the hints. */
async function hintsOf(request: ReturnType<typeof inboundRequest>, scheme: 'soap' | 'json' = 'soap') {
  const explain: Explanation = [];
  const verdict = await verifiers()[scheme].verify(request, { explain });
  expect(verdict).toEqual(await verifiers()[scheme].verify(request));
  expect(explain.at(-1)?.outcome).toBe(verdict.outcome === 'accepted' ? 'passed' : 'failed');
  for (const hidden of [secretKey, good.tranKey, good.nonce, 'nonce-0001']) {
    expect(JSON.stringify(explain)).not.toContain(hidden);
  }
  return explain.flatMap(({ hint }) => hint ?? []);
}

test('what is accepted has every check in order, and no hint', async () => {
  const explain: Explanation = [];
  await verifiers().soap.verify(soapRequest(envelope({ auth: good, namespace: SOAP_12 })), { explain });
  expect(explain).toEqual([
    { check: 'envelope', outcome: 'passed', detail: 'SOAP 1.2, one Security header' },
    { check: 'token', outcome: 'passed', detail: 'Username, Password, Nonce and Created' },
    { check: 'account', outcome: 'passed', detail: 'site' },
    { check: 'tranKey', outcome: 'passed', detail: 'was made with a secret of this account' },
    { check: 'seed', outcome: 'passed', detail: 'is inside the window' },
    { check: 'account state', outcome: 'passed', detail: 'active' },
    { check: 'one use', outcome: 'passed', detail: 'is used for the first time' },
  ]);
});

describe('a token that is not where it belongs', () => {
  test.each([
    {
      what: 'in the Body',
      message: envelope({ header: '', body: securityXml(token) }),
      hint: /is in the Body/,
    },
    {
      what: 'in the Header itself',
      message: envelope({ header: token }),
      hint: /put the UsernameToken into a Security/,
    },
    {
      what: 'in a Security of another namespace',
      message: envelope({ header: `<Security xmlns="urn:x">${token}</Security>` }),
      hint: /namespace of Security must be .*secext-1\.0\.xsd$/,
    },
    {
      what: 'in another namespace itself',
      message: envelope({ header: securityXml('<UsernameToken/>') }),
      hint: /UsernameToken must be a child of Security, in the namespace .*secext/,
    },
    {
      what: 'deeper in Security',
      message: envelope({ header: securityXml(`<a>${token}</a>`) }),
      hint: /UsernameToken must be a child of Security/,
    },
    {
      what: 'for another actor',
      message: envelope({ header: securityXml(token, 's:actor="urn:hop"') }),
      hint: /leave out the actor/,
    },
    {
      what: 'nowhere',
      message: envelope({ header: '' }),
      hint: /^send a Security header with a UsernameToken/,
    },
    {
      what: 'in an Envelope of another namespace',
      message: envelope({ auth: good, namespace: 'urn:soap' }),
      hint: /namespace of the Envelope must be/,
    },
    {
      what: 'in no Envelope',
      message: `<a>${envelope({ auth: good })}</a>`,
      hint: /root must be a SOAP Envelope/,
    },
    {
      what: 'behind a document type',
      message: `<!DOCTYPE a>${envelope({ auth: good })}`,
      hint: /without a document type/,
    },
    {
      what: 'in XML that is cut short',
      message: envelope({ auth: good }).slice(0, -9),
      hint: /send well-formed XML/,
    },
    { what: 'in a part of MTOM', message: '--x\r\n\r\n<a/>', hint: /not as a part of MTOM/ },
    { what: 'in text', message: 'login=site', hint: /^send a SOAP envelope/ },
  ])('$what', async ({ message, hint }) => {
    expect(await hintsOf(soapRequest(message))).toEqual([expect.stringMatching(hint)]);
  });

  test('with another content type', async () => {
    const request = soapRequest(envelope({ auth: good }), 'application/xml');
    expect(await hintsOf(request)).toEqual([expect.stringContaining('Content-Type: text/xml')]);
  });

  test('no body has no hint', async () => expect(await hintsOf(inboundRequest())).toEqual([]));
});

describe('the other form', () => {
  test('JSON sent to SOAP', async () => {
    const request = inboundRequest({ json: { auth: good } });
    expect(await hintsOf(request)).toEqual([expect.stringMatching(/^this takes SOAP/)]);
  });

  test('SOAP sent to JSON', async () => {
    const request = soapRequest(envelope({ auth: good }));
    expect(await hintsOf(request, 'json')).toEqual([
      expect.stringMatching(/^this takes JSON with an auth object/),
    ]);
  });

  test('XML of another kind sent to JSON', async () => {
    expect(await hintsOf(soapRequest('<a/>'), 'json')).toEqual([
      expect.stringMatching(/^send the body as JSON/),
    ]);
  });
});

describe('a part of the token', () => {
  const password = (attributes: string, text = good.tranKey) => ({
    password: `<wsse:Password ${attributes}>${text}</wsse:Password>`,
  });
  test.each([
    {
      what: 'PasswordText',
      other: password(`Type="${TEXT}"`, 'x'),
      hint: /^PasswordText sends the secret itself/,
    },
    {
      what: 'xsi:type of PasswordText',
      other: password('xsi:type="PasswordText"'),
      hint: /^PasswordText sends/,
    },
    { what: 'no type', other: password(''), hint: /^add Type="http\S+#PasswordDigest" to Password$/ },
    {
      what: 'no Nonce',
      other: { nonce: '' },
      hint: /^add Nonce to the UsernameToken, in the namespace .*secext/,
    },
    {
      what: 'no Created',
      other: { created: '' },
      hint: /^add Created to the UsernameToken, in the namespace .*utility/,
    },
    {
      what: 'Created in the namespace of the token',
      other: { created: `<wsse:Created>${seed}</wsse:Created>` },
      hint: /^the namespace of Created must be .*utility-1\.0\.xsd$/,
    },
    { what: 'two Nonces', other: { nonce: parts.nonce + parts.nonce }, hint: /^send one Nonce$/ },
    {
      what: 'a comment in Username',
      other: { username: '<wsse:Username>si<!-- -->te</wsse:Username>' },
      hint: /^send Username as text alone$/,
    },
    {
      what: 'white space in Nonce',
      other: { nonce: parts.nonce.replace('</', ' </') },
      hint: /^white space counts: send Nonce without/,
    },
    {
      what: 'a Nonce that is not base64',
      other: { nonce: '<wsse:Nonce>nonce-0001!</wsse:Nonce>' },
      hint: /^send nonce in base64$/,
    },
    {
      what: 'Created without a zone',
      other: { created: `<wsu:Created>${seed.slice(0, -1)}</wsu:Created>` },
      hint: /has no zone/,
    },
  ])('$what', async ({ other, hint }) => {
    const message = envelope({ auth: { ...good, nonce: 'nonce' }, token: { ...parts, ...other } });
    expect(await hintsOf(soapRequest(message))).toEqual([expect.stringMatching(hint)]);
  });

  test('Created in the Timestamp alone', async () => {
    const timestamp = `<wsu:Timestamp>${parts.created}</wsu:Timestamp>`;
    const header = securityXml(timestamp + usernameTokenXml(good, { created: '' }));
    expect(await hintsOf(soapRequest(envelope({ header })))).toEqual([
      expect.stringMatching(/^the Created of a Timestamp/),
    ]);
  });
});

describe('what JSON has hints for has them here', () => {
  test.each([
    {
      what: 'the secret as Password',
      sent: { ...good, tranKey: Buffer.from(secretKey).toString('base64') },
      hint: /tranKey is the secret itself/,
    },
    { what: 'a digest of SHA-1', sent: auth({ algorithm: 'sha1' }), hint: /make the digest with SHA-256/ },
    {
      what: 'a digest over the base64 of the nonce',
      sent: { ...auth({ nonce: Buffer.from('nonce-0001').toString('base64') }), nonce: good.nonce },
      hint: /base64 text of the nonce was hashed/,
    },
    { what: 'a clock an hour behind', sent: auth({ seed: '2026-01-02T02:04:05Z' }), hint: /1 h behind/ },
  ])('$what', async ({ sent, hint }) => {
    expect(await hintsOf(soapRequest(envelope({ auth: sent })))).toEqual([expect.stringMatching(hint)]);
  });
});

test('without an explanation no mistake is looked for', async () => {
  const asked: string[] = [];
  const directory = { find: (id: string) => void asked.push(id) as undefined };
  const clock = movableClock(seed);
  const verifier = soapUsernameToken({ directory, replay: memoryReplayGuard({ clock }), clock });
  await verifier.verify(
    soapRequest(envelope({ auth: good, token: { password: '<wsse:Password>x</wsse:Password>' } })),
  );
  expect(asked).toEqual([]);
});

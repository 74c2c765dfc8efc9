import { X509Certificate } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent } from 'node:http';
import { format } from 'node:util';
import { apiKeyHeader, basic } from '@countersign/basic';
import { bearer, tokenIssuer } from '@countersign/bearer';
import { attachmentOf, clientCertificate } from '@countersign/client-certificate';
import { memoryDirectory, memoryReplayGuard, VERDICT_CHANNEL, type Verifier } from '@countersign/core';
import { guard, tokenEndpoint } from '@countersign/express';
import { connectpay, placetopay, pledg } from '@countersign/providers';
import { soapUsernameToken, usernameToken } from '@countersign/username-token';
import express, { type ErrorRequestHandler } from 'express';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createAuthority } from '../packages/sandbox/src/authority/authority.ts';
import { basicOf, type CallAnswer, type CallOptions, call } from './support/call.ts';
import { inboundRequest } from './support/inbound-request.ts';
import { listening } from './support/listening.ts';
import { placetopayAuth } from './support/placetopay-auth.ts';
import { pair, signRequest } from './support/sign-request.ts';
import { signedToken } from './support/signed-token.ts';
import { envelope, SOAP_11, SOAP_12, securityXml, usernameTokenXml } from './support/soap-envelope.ts';

const REQUESTS = 10_000;
const AT_ONCE = 32;
const SEED = 20_261_121;

const secret = 'a-secret:that-must-not-be-seen';
const key = Buffer.from('a key that must not be seen, ever');
const directory = memoryDirectory([{ id: 'site', secrets: [secret], digests: ['sha256', 'sha1'] }]);
const account = { id: 'site', secrets: [secret], digests: ['sha256', 'sha1'] } as const;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** Everything that a person or a log could come to see: events, output, warnings, exceptions. */
const seen: string[] = [];
const faults: unknown[] = [];

let url = '';
let token = '';
let close = async () => {};

beforeAll(async () => {
  const issuer = tokenIssuer({ key, algorithm: 'HS256', lifetimeSeconds: 600 });
  token = (await issuer.issue({ account: 'site' })).accessToken;

  const app = express();
  const routes: Record<string, Verifier> = {
    basic: basic({ directory, realm: 'T', alsoFormEncoded: true }),
    'api-key-header': apiKeyHeader({ directory, header: 'x-api-key' }),
    bearer: bearer({
      directory,
      keys: [{ key }],
      algorithms: ['HS256'],
      maxLifetimeSeconds: 600,
      psuIpAddress: { required: true },
    }),
    'username-token': usernameToken({ directory, replay: memoryReplayGuard({ rememberedSince: 0 }) }),
    'rsa-signature': connectpay.merchant({
      directory: memoryDirectory([{ id: 'site', secrets: [secret], publicKeys: [pair.publicKey] }]),
      authority: 'api.example.com',
    }),
    'signed-payload': pledg.signedParameters({
      directory,
      replay: memoryReplayGuard({ rememberedSince: 0 }),
    }),
    checkout: placetopay.notification({ account }),
    gateway: placetopay.notification({ account, kind: 'gateway' }),
    'gateway-session': placetopay.notification({ account, kind: 'gateway-session' }),
    autopay: placetopay.notification({ account, kind: 'autopay' }),
    pledg: pledg.notification({ account }),
    'soap-username-token': soapUsernameToken({
      directory,
      replay: memoryReplayGuard({ rememberedSince: 0 }),
    }),
  };
  for (const [name, verifier] of Object.entries(routes)) {
    app.all(
      `/${name}`,
      guard(verifier, { trustedProxies: ['127.0.0.1'] }),
      (_req, res) => void res.end('welcome'),
    );
  }
  const clients = basic({ directory, realm: 'T', alsoFormEncoded: true });
  app.all('/token-endpoint', tokenEndpoint({ clients, issuer }));
  const fault: ErrorRequestHandler = (error, _req, res, _next) => {
    faults.push(error);
    res.status(500).end();
  };
  app.use(fault);
  const server = await listening(app);
  url = `http://127.0.0.1:${server.port}`;
  close = async () => {
    await server[Symbol.asyncDispose]();
  };

  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...words) => void seen.push(format(...words)));
  }
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => seen.push(String(chunk)) > 0);
  }
  subscribe(VERDICT_CHANNEL, onVerdict);
  process.on('uncaughtExceptionMonitor', onFault);
  process.on('warning', onFault);
});

afterAll(async () => {
  vi.restoreAllMocks();
  unsubscribe(VERDICT_CHANNEL, onVerdict);
  process.off('uncaughtExceptionMonitor', onFault);
  process.off('warning', onFault);
  agent.destroy();
  await close();
});

function onVerdict(event: unknown): void {
  seen.push(JSON.stringify(event));
}

function onFault(fault: unknown): void {
  faults.push(fault);
}

// What Node's client lets into a header: HTAB, visible ASCII, and the upper half of Latin-1.
const headerText = fc
  .array(
    fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0x80, max: 0xff }), fc.constant(0x09)),
    {
      maxLength: 60,
    },
  )
  .map((codes) => String.fromCharCode(...codes));

/** A good text with a piece of it cut, doubled, replaced or turned around. */
function mutated(good: string): fc.Arbitrary<string> {
  return fc.tuple(fc.nat(good.length), fc.nat(12), fc.nat(4), headerText).map(([at, length, kind, other]) => {
    const [before, piece, after] = [good.slice(0, at), good.slice(at, at + length), good.slice(at + length)];
    const replaced = ['', piece + piece, other, piece.toUpperCase(), [...piece].reverse().join('')][kind];
    return before + (replaced ?? '') + after;
  });
}

const encoded = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const names = fc.constantFrom('__proto__', 'constructor', 'toString', 'site', '');

const basicValue = fc.oneof(
  mutated(basicOf('site', secret)),
  encoded.map((text) => `Basic ${text}`),
  names.map((name) => basicOf(name, secret)),
  headerText,
  headerText.map((text) => `Basic ${text}`),
);

const sentOnceOrMore = (value: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: fc.array(value, { maxLength: 3 }) });

const jwtPart = fc
  .oneof(
    fc.json(),
    fc
      .record({ alg: fc.constantFrom('none', 'HS256', 'RS256', 'nOnE'), kid: headerText })
      .map((header) => JSON.stringify(header)),
  )
  .map((text) => Buffer.from(text).toString('base64url'));
const bearerValue = () =>
  fc.oneof(
    mutated(`Bearer ${token}`),
    fc.tuple(jwtPart, jwtPart, jwtPart).map((parts) => `Bearer ${parts.join('.')}`),
    jwtPart.map((part) => `Bearer ${part}.${token.split('.').slice(1).join('.')}`),
    headerText.map((text) => `Bearer ${text}`),
    headerText,
  );

const contentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-16',
  'application/x-www-form-urlencoded',
  'text/plain',
  'application/vnd.api+json',
  '',
);

function authBody(): fc.Arbitrary<string> {
  const good = () => placetopayAuth({ login: 'site', secretKey: secret });
  const part = fc.constantFrom('login', 'tranKey', 'nonce', 'seed', 'auth', '__proto__');
  return fc.oneof(
    fc
      .tuple(part, fc.jsonValue())
      .map(([name, value]) => JSON.stringify({ auth: { ...good(), [name]: value } })),
    fc.constant(null).chain(() => mutated(JSON.stringify({ auth: good() }))),
    fc.tuple(part, headerText).map(([name, text]) => JSON.stringify({ auth: { ...good(), [name]: text } })),
    fc.jsonValue().map((auth) => JSON.stringify({ auth })),
    fc.json(),
  );
}

const signedParameters = signedToken({
  header: { alg: 'HS256' },
  claims: { data: { merchantUid: 'site', reference: 'R-1' } },
  key: secret,
});

function parametersBody(): fc.Arbitrary<string> {
  const text = fc.oneof(
    mutated(signedParameters),
    fc.tuple(jwtPart, jwtPart, jwtPart).map((parts) => parts.join('.')),
    jwtPart.map((part) => `${signedParameters.split('.')[0]}.${part}.${signedParameters.split('.')[2]}`),
    headerText,
  );
  return fc.oneof(
    text.map((signature) => JSON.stringify({ signature })),
    text.map((signature) => new URLSearchParams({ signature }).toString()),
    fc.jsonValue().map((signature) => JSON.stringify({ signature })),
    fc.json(),
  );
}

const notification = {
  requestId: 7,
  status: { status: 'APPROVED', date: '2026-01-02T03:04:05-05:00' },
  session: { id: 7, status: 'APPROVED' },
  id: 'p-1',
  type: 'AUTOPAY_CREATED',
  date: '2026-01-02 03:04:05',
  signature: `sha256:${'0f'.repeat(32)}`,
};

function notificationBody(): fc.Arbitrary<string> {
  const field = fc.constantFrom(...Object.keys(notification), '__proto__');
  return fc.oneof(
    fc
      .tuple(field, fc.jsonValue())
      .map(([name, value]) => JSON.stringify({ ...notification, [name]: value })),
    fc.jsonValue().map((inner) => JSON.stringify({ ...notification, status: inner, session: inner })),
    mutated(JSON.stringify(notification)),
    fc.json(),
  );
}

const signatureHeader = fc.oneof(
  mutated(signRequest({ url: 'api.example.com/rsa-signature' })),
  encoded,
  fc.constant('0f'.repeat(32)),
  headerText,
);

const soapType = fc.constantFrom(
  'text/xml',
  'text/xml; charset=utf-8',
  'application/soap+xml; charset=utf-8',
  'text/xml; charset=utf-16',
  'application/xml',
);

/** XML that a parser, a reader of envelopes, or a reader of tokens could trip over. */
const xmlPiece = fc.constantFrom(
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '&b;',
  '&#0;',
  '&#x1F600;',
  '<?p?>',
  '<?xml version="1.0" encoding="UTF-16"?>',
  '<![CDATA[',
  ']]>',
  '<!-- -->',
  '<a xmlns:p="u" p:a="1">',
  '</a>',
  '<wsse:Nonce>',
  '<wsse:Security/>',
  '<wsse:UsernameToken/>',
  '<s:Header/>',
  '__proto__="1"',
  'xmlns:wsse="urn:x"',
  '<__proto__/>',
  '\ufeff',
  '\u0000',
  '\ud800',
);

const soapNamespace = fc.constantFrom(SOAP_11, SOAP_12, 'urn:x');

function soapBody(): fc.Arbitrary<string> {
  const auth = () => placetopayAuth({ login: 'site', secretKey: secret });
  const part = fc.constantFrom('username', 'password', 'nonce', 'created');
  const texts = fc.oneof(headerText, encoded, names, xmlPiece);
  const element = (name: string, text: string) => `<wsse:${name}>${text}</wsse:${name}>`;
  return fc.oneof(
    fc
      .tuple(soapNamespace, part, texts)
      .map(([namespace, name, text]) =>
        envelope({ auth: auth(), namespace, token: { [name]: element('Username', text) } }),
      ),
    soapNamespace.chain((namespace) => mutated(envelope({ auth: auth(), namespace }))),
    fc.tuple(soapNamespace, fc.nat(1500), xmlPiece).map(([namespace, at, piece]) => {
      const message = envelope({ auth: auth(), namespace });
      return message.slice(0, at) + piece + message.slice(at);
    }),
    fc
      .array(fc.oneof(xmlPiece, fc.constant(securityXml(usernameTokenXml(auth())))), { maxLength: 5 })
      .map((pieces) => envelope({ header: pieces.join('') })),
    fc
      .tuple(fc.nat(40), names)
      .map(([depth, name]) => envelope({ auth: auth(), body: `<a${name}>`.repeat(depth) })),
    fc.array(xmlPiece, { maxLength: 20 }).map((pieces) => pieces.join('')),
    headerText,
  );
}

function formBody(): fc.Arbitrary<string> {
  return fc.oneof(
    mutated('grant_type=client_credentials&scope=a'),
    fc
      .array(fc.tuple(names, headerText), { maxLength: 5 })
      .map((pairs) => new URLSearchParams(pairs).toString()),
    headerText,
  );
}

/** Headers that other parts of the kit read. */
const around = fc.record(
  {
    'x-forwarded-for': headerText,
    'x-forwarded-proto': fc.constantFrom('https', 'http', ','),
    'psu-ip-address': fc.oneof(fc.ipV4(), fc.ipV6(), headerText),
    ['__proto__']: headerText,
  },
  { requiredKeys: [] },
);

const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS');

function withHeader(name: string, value: fc.Arbitrary<string>): fc.Arbitrary<CallOptions> {
  return fc
    .tuple(method, around, sentOnceOrMore(value))
    .map(([verb, headers, sent]) => ({ method: verb, headers: { ...headers, [name]: sent } }));
}

function withBody(
  body: fc.Arbitrary<string>,
  headers: fc.Arbitrary<Record<string, string>>,
  types: fc.Arbitrary<string> = contentType,
): fc.Arbitrary<CallOptions> {
  return fc.tuple(types, body, headers, around).map(([type, text, more, others]) => ({
    method: 'POST',
    headers: { ...others, ...more, 'content-type': type },
    body: text,
  }));
}

interface Hostile {
  readonly scheme: string;
  readonly requests: () => fc.Arbitrary<CallOptions>;
  /** Statuses of what is refused. Default 401. */
  readonly refusals?: readonly number[];
}

describe.each<Hostile>([
  { scheme: 'basic', requests: () => withHeader('authorization', basicValue) },
  { scheme: 'api-key-header', requests: () => withHeader('x-api-key', basicValue) },
  { scheme: 'bearer', requests: () => withHeader('authorization', bearerValue()) },
  { scheme: 'username-token', requests: () => withBody(authBody(), fc.constant({})) },
  {
    scheme: 'rsa-signature',
    requests: () =>
      withBody(
        notificationBody(),
        signatureHeader.map((signature) => ({
          authorization: basicOf('site', secret),
          'x-signature': signature,
        })),
      ),
  },
  { scheme: 'signed-payload', requests: () => withBody(parametersBody(), fc.constant({})) },
  ...['checkout', 'gateway', 'gateway-session', 'autopay', 'pledg'].map((scheme) => ({
    scheme,
    refusals: [scheme === 'autopay' ? 400 : 401],
    requests: () =>
      withBody(
        notificationBody(),
        signatureHeader.map((signature) => ({ 'x-signature': signature })),
      ),
  })),
  {
    scheme: 'soap-username-token',
    requests: () => withBody(soapBody(), fc.constant({}), soapType),
    refusals: [500, 400],
  },
  {
    scheme: 'token-endpoint',
    requests: () =>
      withBody(
        formBody(),
        fc
          .oneof(fc.constant(basicOf('site', secret)), basicValue)
          .map((authorization) => ({ authorization })),
      ),
  },
])('$scheme', ({ scheme, requests, refusals = [401] }) => {
  test(`${REQUESTS} generated requests: each is answered, none by a fault, and nothing secret comes out`, async () => {
    const generated = fc.sample(requests(), { numRuns: REQUESTS, seed: SEED });
    const answers: CallAnswer[] = [];
    for (let sent = 0; sent < generated.length; sent += AT_ONCE) {
      const batch = generated.slice(sent, sent + AT_ONCE);
      answers.push(
        ...(await Promise.all(batch.map((options) => call(`${url}/${scheme}`, { agent, ...options })))),
      );
    }

    // A SoapFault of SOAP 1.1 is a 500, whoever's mistake it is: the one 5xx that a client can cause.
    const broken = answers.filter(({ status, text }) => status >= 500 && !text.includes('SOAP-ENV:Client'));
    const statuses = new Set(answers.map(({ status }) => status));
    expect(faults).toEqual([]);
    expect(broken).toEqual([]);
    expect([...statuses], 'the generator reaches the checks').toEqual(expect.arrayContaining([...refusals]));

    const shown = answers.map(({ text, headers }) => text + JSON.stringify(headers)).concat(seen.splice(0));
    for (const hidden of [secret, key.toString(), Buffer.from(secret).toString('base64'), token]) {
      expect(shown.filter((text) => text.includes(hidden))).toEqual([]);
    }
  }, 300_000);
});

test(`client-certificate: ${REQUESTS} altered certificates: none is accepted, none is a fault`, async () => {
  const authority = await createAuthority({ commonName: 'Hostile input' });
  const { certificate } = await authority.issueClient({ commonName: 'site' });
  const verifier = clientCertificate({
    directory: memoryDirectory([{ id: 'site', certificates: [attachmentOf(certificate)] }]),
    trustAnchors: [authority.root.pem],
    intermediates: [authority.intermediate.pem],
  });
  const outcomeOf = async (leaf: X509Certificate) => {
    const clientCertificate = { leaf, intermediates: [] };
    return (await verifier.verify(inboundRequest({ transport: { clientCertificate } }))).outcome;
  };
  expect(await outcomeOf(certificate)).toBe('accepted');

  const changes = fc.array(fc.tuple(fc.nat(certificate.raw.length - 1), fc.integer({ min: 1, max: 255 })), {
    minLength: 1,
    maxLength: 4,
  });
  const outcomes = new Map<string, number>();
  let read = 0;
  // Most changes give bytes that TLS itself does not read; what it reads is what a verifier is shown.
  for (let seed = SEED; read < REQUESTS; seed += 1) {
    for (const change of fc.sample(changes, { numRuns: REQUESTS, seed })) {
      const leaf = altered(certificate, change);
      if (!leaf || leaf.raw.equals(certificate.raw)) continue;
      read += 1;
      const outcome = await outcomeOf(leaf);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  }
  expect([...outcomes.keys()]).toEqual(['rejected']);
}, 300_000);

function altered({ raw }: X509Certificate, changes: [at: number, by: number][]): X509Certificate | undefined {
  const bytes = Buffer.from(raw);
  for (const [at, by] of changes) bytes.writeUInt8(bytes.readUInt8(at) ^ by, at);
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}

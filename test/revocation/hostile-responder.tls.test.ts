import type { ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { attachmentOf, clientCertificate, revocationCheck } from '@countersign/client-certificate';
import { memoryDirectory } from '@countersign/core';
import { CertStatus, id_pkix_ocsp_nonce } from '@peculiar/asn1-ocsp';
import { OctetString } from '@peculiar/asn1-schema';
import { Extension } from '@peculiar/asn1-x509';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Authority,
  createAuthority,
  type IssuedCertificate,
  issueCertificate,
  leafExtensions,
  x509,
} from '../support/authority.ts';
import {
  asksAt,
  type HttpSource,
  httpSource,
  type OcspAnswer,
  ocspAnswer,
} from '../support/ocsp-responder.ts';
import { requestOverTls, type TlsServer, tlsServer } from '../support/tls-server.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TIMEOUT = 400;
const now = () => Date.now();

let authority: Authority;
let namesake: Authority;
let client: IssuedCertificate;
let responder: HttpSource;
let running: TlsServer;

beforeAll(async () => {
  responder = await httpSource();
  authority = await createAuthority({ commonName: 'Test CA' });
  namesake = await createAuthority({ commonName: 'Test CA' });
  client = await authority.issueClient({ commonName: 'client', extensions: asksAt(responder.url) });
  running = await tlsServer(await authority.issueServer(['localhost']), verifierOf(false));
});

afterAll(async () => {
  await running.close();
  await responder.close();
});

/** A verifier that has asked nothing yet. */
function verifierOf(acceptMissingAnswer: boolean) {
  return clientCertificate({
    directory: memoryDirectory([{ id: 'partner', certificates: [attachmentOf(client.pem)] }]),
    trustAnchors: authority.root.pem,
    revocation: revocationCheck({ timeoutMilliseconds: TIMEOUT, acceptMissingAnswer }),
  });
}

type Answering = HttpSource['answer'];

const says =
  (more: () => Partial<OcspAnswer> | Promise<Partial<OcspAnswer>> = () => ({})): Answering =>
  async (request) =>
    ocspAnswer(request, {
      signer: authority.intermediate,
      thisUpdate: now() - 1000,
      nextUpdate: now() + HOUR,
      ...(await more()),
    });

/** Who says `good` and may not, with its certificate beside. */
const signedBy = (make: () => Promise<IssuedCertificate>): Answering =>
  says(async () => {
    const signer = await make();
    return { signer, certs: [signer] };
  });

const delegate =
  (of: () => Authority, dates: { notBefore?: number; notAfter?: number } = {}) =>
  () =>
    of().issueClient({ commonName: 'responder', usages: [x509.ExtendedKeyUsage.ocspSigning], ...dates });

const status =
  (code: number): Answering =>
  (_, response) => {
    response.statusCode = code;
    return Buffer.alloc(0);
  };

/** A byte at a time, without an end. */
const drip: Answering = (_, response: ServerResponse) => {
  const timer = setInterval(() => response.write('0'), 20);
  response.on('close', () => clearInterval(timer));
  return undefined;
};

const refused: readonly { what: string; answers: Answering; missing?: true }[] = [
  { what: 'garbage', answers: () => Buffer.from('garbage') },
  { what: 'nothing at all', answers: () => Buffer.alloc(0) },
  { what: 'an answer without an end', answers: () => Buffer.alloc(1024 * 1024) },
  {
    what: 'a redirect',
    answers: (_, response) => {
      response.writeHead(302, { location: responder.url });
      return Buffer.alloc(0);
    },
  },
  { what: 'status 404', answers: status(404) },
  { what: 'status 503', answers: status(503), missing: true },
  { what: 'silence', answers: () => undefined, missing: true },
  { what: 'a byte at a time', answers: drip, missing: true },
  { what: 'a closed connection', answers: (_, response) => void response.destroy(), missing: true },
  {
    what: 'an answer that ended',
    answers: says(() => ({ thisUpdate: now() - 2 * HOUR, nextUpdate: now() - HOUR })),
  },
  {
    what: 'an answer from the future',
    answers: says(() => ({ thisUpdate: now() + HOUR, nextUpdate: now() + DAY })),
  },
  {
    what: 'the answer to another request',
    answers: says(() => ({
      nonce: new Extension({ extnID: id_pkix_ocsp_nonce, extnValue: new OctetString(Buffer.alloc(34)) }),
    })),
  },
  {
    what: 'an answer about another certificate',
    answers: says(() => ({
      change: (data) => {
        for (const { certID } of data.responses) certID.serialNumber = new Uint8Array([1]).buffer;
      },
    })),
  },
  {
    what: 'an answer that was changed',
    answers: says(() => ({
      status: 'revoked' as const,
      tamper: (response) => {
        for (const one of response.tbsResponseData.responses) one.certStatus = new CertStatus({ good: null });
      },
    })),
  },
  {
    what: 'signed by another authority of the same name',
    answers: says(() => ({ signer: namesake.intermediate })),
  },
  {
    what: 'signed by the issuer of the issuer',
    answers: says(() => ({ signer: authority.root, certs: [authority.root] })),
  },
  { what: 'signed by the client itself', answers: signedBy(async () => client) },
  {
    what: 'signed by another client',
    answers: signedBy(() => authority.issueClient({ commonName: 'other' })),
  },
  {
    what: 'signed by a delegate of another authority of the same name',
    answers: signedBy(delegate(() => namesake)),
  },
  {
    what: 'signed by a delegate that has expired',
    answers: signedBy(
      delegate(() => authority, { notBefore: Date.now() - 2 * DAY, notAfter: Date.now() - DAY }),
    ),
  },
  {
    what: 'signed by a delegate that is not valid yet',
    answers: signedBy(
      delegate(() => authority, { notBefore: Date.now() + DAY, notAfter: Date.now() + 2 * DAY }),
    ),
  },
  {
    what: 'signed by a delegate of a delegate',
    answers: says(async () => {
      const above = await delegate(() => authority)();
      const dates = { notBefore: now() - DAY, notAfter: now() + DAY };
      const extensions = leafExtensions([x509.ExtendedKeyUsage.ocspSigning]);
      const signer = await issueCertificate({
        subject: [['CN', 'below']],
        issuer: above,
        extensions,
        ...dates,
      });
      return { signer, certs: [signer, above] };
    }),
  },
];

test.each(refused)('$what: 503 in bounded time', async ({ answers }) => {
  responder.answer = answers;
  running.verifier = verifierOf(false);
  const start = performance.now();
  expect(await ask()).toEqual({ status: 503, retryAfter: '5', account: undefined });
  expect(performance.now() - start).toBeLessThan(TIMEOUT + 5000);
  // What it was is remembered, and the next request does not ask.
  const asked = responder.requests.length;
  expect((await ask()).status).toBe(503);
  expect(responder.requests.length).toBe(asked);
});

test.each(refused)('$what, where a missing answer is accepted', async ({ answers, missing = false }) => {
  responder.answer = answers;
  running.verifier = verifierOf(true);
  expect((await ask()).status).toBe(missing ? 200 : 503);
});

test.each([
  { what: 'good', answers: says(), status: 200 },
  { what: 'good, by a delegate', answers: signedBy(delegate(() => authority)), status: 200 },
  {
    what: 'revoked',
    answers: says(() => ({ status: 'revoked' as const })),
    status: 401,
    reason: 'certificate-revoked',
  },
  {
    what: 'unknown',
    answers: says(() => ({ status: 'unknown' as const })),
    status: 401,
    reason: 'certificate-status-unknown',
  },
])('$what: $status', async ({ answers, status, reason }) => {
  responder.answer = answers;
  running.verifier = verifierOf(false);
  const answered = await requestOverTls(requestOf());
  expect([answered.status, answered.json.reason]).toEqual([status, reason]);
});

test('an answer that is slow, and in time, is waited for', async () => {
  const good = says();
  responder.answer = async (request, response) => {
    await new Promise((resolve) => setTimeout(resolve, TIMEOUT / 4));
    return good(request, response);
  };
  running.verifier = verifierOf(false);
  expect((await ask()).status).toBe(200);
});

const requestOf = () => ({ port: running.port, ca: authority.root.pem, certificate: client });

async function ask() {
  const { status, headers, json } = await requestOverTls(requestOf());
  return { status, retryAfter: headers['retry-after'], account: json.account };
}

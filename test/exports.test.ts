import * as basic from '@countersign/basic';
import * as bearer from '@countersign/bearer';
import * as clientCertificate from '@countersign/client-certificate';
import * as contract from '@countersign/contract';
import * as contractVitest from '@countersign/contract/vitest';
import * as core from '@countersign/core';
import * as express from '@countersign/express';
import * as passport from '@countersign/passport';
import * as providers from '@countersign/providers';
import * as requestSignature from '@countersign/request-signature';
import * as sandbox from '@countersign/sandbox';
import * as usernameToken from '@countersign/username-token';
import { expect, test } from 'vitest';

// What the outside may rely on. A name that is new or gone is a decision: it is taken here.
test.each([
  { name: 'basic', exported: basic, names: ['apiKeyHeader', 'basic'] },
  {
    name: 'bearer',
    exported: bearer,
    names: ['bearer', 'keySet', 'memoryRevocationList', 'revoke', 'tokenIssuer'],
  },
  {
    name: 'client-certificate',
    exported: clientCertificate,
    names: [
      'PSD2_ROLES',
      'UNTRUSTED_HEADER_CHANNEL',
      'attachmentOf',
      'clientCertificate',
      'inspectChain',
      'psd2Role',
      'revocationCheck',
    ],
  },
  {
    name: 'contract',
    exported: contract,
    names: [
      'ClientFailed',
      'CredentialsError',
      'NoConnection',
      'captureClient',
      'casesFor',
      'countsOf',
      'openApiFor',
      'openApiProfiles',
      'profileNames',
      'reporters',
      'runContract',
      'sign',
    ],
  },
  { name: 'contract/vitest', exported: contractVitest, names: ['describeContract'] },
  {
    name: 'express',
    exported: express,
    names: ['authOf', 'bodyErrors', 'guard', 'sendAnswer', 'tokenEndpoint'],
  },
  {
    name: 'passport',
    exported: passport,
    names: [
      'ApiKeyHeaderStrategy',
      'BasicStrategy',
      'BearerStrategy',
      'ClientCertificateStrategy',
      'UnavailableError',
      'UsernameTokenStrategy',
      'VerifierStrategy',
      'passportHttpVerify',
      'refusalErrors',
      'verifierStrategy',
    ],
  },
  {
    name: 'providers',
    exported: providers,
    names: [
      'connectpay',
      'placetopay',
      'placetopayDate',
      'placetopayError',
      'placetopayLanguage',
      'pledg',
      'smart2pay',
      'smart2payError',
    ],
  },
  {
    name: 'request-signature',
    exported: requestSignature,
    names: ['canonicalRequest', 'jwtNotification', 'notificationSignature', 'rsaSignature', 'signedPayload'],
  },
  {
    name: 'sandbox',
    exported: sandbox,
    names: ['ConfigError', 'demoAccounts', 'exampleConfig', 'readSandboxConfig', 'startSandbox'],
  },
  {
    name: 'username-token',
    exported: usernameToken,
    names: ['readEnvelope', 'soapAnswer', 'soapFault', 'soapUsernameToken', 'usernameToken'],
  },
])('@countersign/$name', ({ exported, names }) => {
  expect(Object.keys(exported).sort()).toEqual(names);
});

test('@countersign/core has what an application calls, beside what schemes are made of', () => {
  const names = [
    'memoryDirectory',
    'memoryReplayGuard',
    'firstOf',
    'allOf',
    'fromNode',
    'fromFetch',
    'hashSecret',
  ];
  expect(Object.keys(core)).toEqual(expect.arrayContaining(names));
});

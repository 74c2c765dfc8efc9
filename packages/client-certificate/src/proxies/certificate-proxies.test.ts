import { memoryDirectory } from '@countersign/core';
import { expect, test } from 'vitest';
import { authority, trusted } from '../../../../test/support/behind-proxy.ts';
import { type ClientCertificateOptions, clientCertificate } from '../client-certificate.ts';

test.each<{ proxies: unknown; message: RegExp }>([
  { proxies: null, message: /proxies must be such as/ },
  { proxies: true, message: /proxies must be such as/ },
  { proxies: {}, message: /proxies\.trusted must be a list/ },
  { proxies: { trusted: '10.0.0.7', form: 'rfc9440' }, message: /proxies\.trusted must be a list/ },
  { proxies: { trusted: [], form: 'rfc9440' }, message: /proxies\.trusted must name at least one/ },
  {
    proxies: { trusted: ['proxy.example'], form: 'rfc9440' },
    message: /proxies\.trusted: "proxy\.example" is neither/,
  },
  ...['0.0.0.0/0', '0.0.0.0/1', '10.0.0.0/7', '::/0', '8000::/1', 'fc00::/6', '::ffff:0:0/7'].map(
    (range) => ({
      proxies: { trusted: ['10.0.0.7', range], form: 'rfc9440' },
      message: /proxies\.trusted: \S+\/\d is wider than \/[78], and trusts clients/,
    }),
  ),
  { proxies: { trusted }, message: /proxies\.form must be one of rfc9440, envoy-xfcc/ },
  { proxies: { trusted, form: 'toString' }, message: /proxies\.form must be one of/ },
  { proxies: { trusted, form: 'rfc9440', header: '' }, message: /proxies\.header must be/ },
  { proxies: { trusted, form: 'rfc9440', header: 'client_cert' }, message: /proxies\.header must be/ },
  { proxies: { trusted, form: 'rfc9440', header: 'a-a-a-a-a-a-a-a' }, message: /proxies\.header must be/ },
  {
    proxies: { trusted, form: 'rfc9440', onUntrustedHeader: true },
    message: /onUntrustedHeader must be a function/,
  },
])('configuration: $message', ({ proxies, message }) => {
  const options = {
    directory: memoryDirectory([]),
    trustAnchors: authority.root.pem,
    proxies,
  } as ClientCertificateOptions;
  expect(() => clientCertificate(options)).toThrow(message);
  expect(() => clientCertificate(options)).toThrow(TypeError);
});

test.each(['10.0.0.0/8', 'fc00::/7', '10.0.0.7', '::1'])('a range as wide as %s may be trusted', (range) => {
  const proxies = { trusted: [range], form: 'rfc9440' } as const;
  const options = { directory: memoryDirectory([]), trustAnchors: authority.root.pem, proxies };
  expect(() => clientCertificate(options)).not.toThrow();
});

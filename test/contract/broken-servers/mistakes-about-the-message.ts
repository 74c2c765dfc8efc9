import { createHash } from 'node:crypto';
import { soapFault } from '@countersign/username-token';
import { SOAP_11, SOAP_12, WSSE } from '../../support/soap-envelope.ts';
import { fault, type Mistake } from './mistake.ts';
import type { SoapSteps } from './soap-server.ts';
import { soapCredentials } from './soap-server.ts';

const reading = (read: SoapSteps['read']) => ({ read });
const unreadable = '<unreadable/>';
const tokens = /<wsse:UsernameToken>.*?<\/wsse:UsernameToken>/gs;

const messages: readonly Mistake<SoapSteps>[] = [
  {
    mistake: 'knows SOAP 1.1 alone',
    steps: reading((text) => (text.includes(SOAP_12) ? unreadable : text)),
    fails: [
      'refuses-the-right-message',
      'answers-in-another-version',
      'names-another-content-type',
      'forgets-what-another-form-used',
    ],
  },
  {
    mistake: 'fails on what is no message',
    steps: reading((text) => (text.endsWith(':Envelope>') ? text : fault('no message'))),
    fails: ['fails-on-what-is-no-message', 'fails-on-other-encodings'],
  },
  {
    mistake: 'fails on an encoding that it does not know',
    steps: reading((text, { headers }) => {
      new TextDecoder(/charset=([\w-]+)/.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8');
      return text;
    }),
    fails: ['fails-on-other-encodings'],
  },
  {
    mistake: 'reads a message by any type',
    steps: { contentType: () => 'text/xml' },
    fails: ['takes-another-content-type'],
  },
  {
    mistake: 'goes by SOAPAction',
    steps: reading((text, { headers }) => (headers.soapaction === '""' ? unreadable : text)),
    fails: ['routes-on-soap-action'],
  },
  {
    mistake: 'goes by prefixes',
    steps: reading((text) =>
      /<wsse:Security[ >]/.test(text) || !text.includes('Security') ? text : unreadable,
    ),
    fails: ['wants-one-prefix'],
  },
  {
    mistake: 'ignores namespaces',
    steps: reading((text) => text.replace('xmlns:wsse="urn:somebody-else"', `xmlns:wsse="${WSSE}"`)),
    fails: ['ignores-namespaces'],
  },
  {
    mistake: 'resolves entities',
    steps: reading((text) => {
      const value = /<!ENTITY e0 "([^"]*)">/.exec(text)?.[1] ?? '';
      return text.replace(/^<!DOCTYPE.*\]>/s, '').replaceAll('&e0;', value);
    }),
    fails: ['resolves-entities'],
  },
  {
    mistake: 'drops comments',
    steps: reading((text) => text.replace(/<!--.*?-->/gs, '')),
    fails: ['joins-text-around-a-comment'],
  },
  {
    mistake: 'knows no CDATA',
    steps: reading((text) => (text.includes('<![CDATA[') ? unreadable : text)),
    fails: ['refuses-cdata'],
  },
  {
    mistake: 'walks down a message by calling itself',
    steps: reading((text) => (text.split('<a>').length > 1000 ? fault('out of stack') : text)),
    fails: ['chokes-on-deep-nesting'],
  },
  {
    mistake: 'reads a message of any length',
    steps: reading((text) => text.replace(/x{1000,}/, '')),
    fails: ['chokes-on-a-large-message'],
  },
];

const places: readonly Mistake<SoapSteps>[] = [
  {
    mistake: 'looks for the token everywhere',
    steps: reading((text) => {
      const [token] = text.match(tokens) ?? [];
      if (token === undefined || /<soap:Header><wsse:Security[^>]*>(<wsu|<wsse)/.test(text)) return text;
      const header = `<soap:Header><wsse:Security>${token}</wsse:Security></soap:Header>`;
      return text
        .replace(/<soap:Header>.*<\/soap:Header>/s, '')
        .replace('<soap:Body>', `${header}<soap:Body>`);
    }),
    fails: ['takes-a-token-in-another-place'],
  },
  {
    mistake: 'takes the first of two Security headers',
    steps: reading((text) => text.replace(/(<\/wsse:Security>)<wsse:Security>.*(<\/soap:Header>)/s, '$1$2')),
    fails: ['takes-one-of-two-tokens'],
  },
  {
    mistake: 'takes the first of two tokens',
    steps: reading((text) =>
      text.replace(/(<\/wsse:UsernameToken>)<wsse:UsernameToken>.*(<\/wsse:Security>)/s, '$1$2'),
    ),
    fails: ['takes-one-of-two-tokens'],
  },
  {
    mistake: 'takes the first of two parts',
    steps: reading((text) =>
      text.replace(/(<(ws\w+:\w+)[^<>]*>[^<>]*<\/\2>)<\2[ >][^<>]*>?[^<>]*<\/\2>/g, '$1'),
    ),
    fails: ['takes-one-of-two-parts'],
  },
  {
    mistake: 'fails where a part is missing',
    steps: reading((text) => {
      const [token] = text.match(tokens) ?? [];
      const parts = ['Username', 'Password', 'Nonce', 'Created'];
      return token && !parts.every((part) => token.includes(`:${part}`)) ? fault('a part is missing') : text;
    }),
    fails: ['takes-a-token-without-all-its-parts', 'takes-the-time-of-another-element'],
  },
  {
    mistake: 'takes the first Created that it finds',
    steps: reading((text) => {
      const [created] = /<wsu:Created>.*?<\/wsu:Created>/s.exec(text) ?? [];
      if (created === undefined) return text;
      return text.replace(tokens, (token) =>
        token.replace(/<wsu:Created>.*<\/wsu:Created>/s, '').replace('</wsse:UsernameToken>', `${created}$&`),
      );
    }),
    fails: ['takes-one-of-two-parts', 'takes-the-time-of-another-element'],
  },
  {
    mistake: 'reads what is for another actor',
    steps: reading((text) => text.replace(/ soap:actor="[^"]*"/, '')),
    fails: ['takes-a-header-for-somebody-else'],
  },
];

const password = /<wsse:Password[^>]*>([^<]*)<\/wsse:Password>/;

const typed: readonly Mistake<SoapSteps>[] = [
  {
    mistake: 'takes the secret for a password',
    steps: reading((text) => {
      const { secret } = soapCredentials.account;
      if (password.exec(text)?.[1] !== secret) return text;
      const part = (name: string) => new RegExp(`:${name}[^>]*>([^<]*)<`).exec(text)?.[1] ?? '';
      const nonce = Buffer.from(part('Nonce'), 'base64');
      const digest = createHash('sha256')
        .update(nonce)
        .update(part('Created'))
        .update(secret)
        .digest('base64');
      return text.replace(password, `<wsse:Password Type="#PasswordDigest">${digest}</wsse:Password>`);
    }),
    fails: ['takes-a-password-in-the-clear'],
  },
  {
    mistake: 'takes what is as long as a digest for one',
    steps: reading((text) =>
      text.replace(password, (element, value: string) =>
        value.length === 44 ? `<wsse:Password Type="#PasswordDigest">${value}</wsse:Password>` : element,
      ),
    ),
    fails: ['takes-a-digest-by-another-type'],
  },
  {
    mistake: 'knows no xsi:type',
    steps: reading((text) => text.replace(' xsi:type="PasswordDigest"', '')),
    fails: ['wants-the-type-in-one-form'],
  },
  {
    mistake: 'looks at no EncodingType',
    steps: reading((text) => text.replace(/ EncodingType="[^"]*"/, '')),
    fails: ['takes-a-nonce-in-another-encoding'],
  },
];

const answers: readonly Mistake<SoapSteps>[] = [
  {
    mistake: 'lets a message without a token through',
    steps: { refuse: (refusal) => (refusal.body?.includes(' 100<') ? { ...refusal, status: 200 } : refusal) },
    fails: [
      'lets-anybody-in',
      'fails-on-what-is-no-message',
      'takes-another-content-type',
      'takes-a-token-in-another-place',
      'takes-a-header-for-somebody-else',
      'ignores-namespaces',
      'resolves-entities',
      'chokes-on-deep-nesting',
    ],
  },
  {
    mistake: 'answers in SOAP 1.1 alone',
    steps: {
      refuse(refusal) {
        const text = /Authentication Failed \d+/.exec(refusal.body ?? '')?.[0] ?? 'Error';
        return refusal.body?.includes(SOAP_11)
          ? refusal
          : soapFault({ version: '1.1', status: 500, blame: 'client', text });
      },
    },
    fails: ['answers-in-another-version', 'names-another-content-type', 'forgets-what-another-form-used'],
  },
  {
    mistake: 'calls every answer text/xml',
    steps: {
      refuse: (refusal) => ({ ...refusal, headers: { ...refusal.headers, 'content-type': 'text/xml' } }),
    },
    fails: ['names-another-content-type'],
  },
  {
    mistake: 'forgets over SOAP what was used over JSON',
    steps: { oneMemory: false },
    fails: ['forgets-what-another-form-used'],
  },
];

/** Mistakes about the message that a token is in. */
export const aboutTheMessage: readonly Mistake<SoapSteps>[] = [...messages, ...places, ...typed, ...answers];

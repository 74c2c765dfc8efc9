import { type Explanation, memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { movableClock } from '../../../../test/support/movable-clock.ts';
import { placetopayAuth } from '../../../../test/support/placetopay-auth.ts';
import {
  BASE64,
  DIGEST,
  envelope,
  SOAP_11,
  SOAP_12,
  securityXml,
  soapRequest,
  tokenParts,
  usernameTokenXml,
  WSSE,
  WSU,
} from '../../../../test/support/soap-envelope.ts';
import { soapUsernameToken } from './soap-username-token.ts';

const seed = '2026-01-02T03:04:05Z';
const auth = placetopayAuth({ login: 'site', secretKey: 'not-a-real-key', nonce: 'nonce-0001', seed });
const token = usernameTokenXml(auth);
const security = securityXml(token);
const parts = tokenParts(auth);

async function outcomeOf(message: string): Promise<string> {
  const clock = movableClock(seed);
  const directory = memoryDirectory([{ id: 'site', secrets: ['not-a-real-key'] }]);
  const replay = memoryReplayGuard({ clock, rememberedSince: 0 });
  const verifier = soapUsernameToken({ directory, replay, clock });
  const explain: Explanation = [];
  const verdict = await verifier.verify(soapRequest(message), { explain });
  // What is told is told of the shape, never of what is in it.
  for (const secret of [auth.tranKey, auth.nonce, 'nonce-0001', 'not-a-real-key']) {
    expect(JSON.stringify(explain)).not.toContain(secret);
  }
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

describe('accepted', () => {
  const other = `<Security xmlns="urn:other">${token}</Security>`;
  test.each([
    { what: 'SOAP 1.1', message: envelope({ auth }) },
    { what: 'SOAP 1.2', message: envelope({ auth, namespace: SOAP_12 }) },
    {
      what: 'a declaration, a comment and line ends',
      message: envelope({ auth, prolog: '<?xml version="1.0" encoding="utf-8"?>\r\n<!-- a -->\r\n' }),
    },
    {
      what: 'other prefixes and none',
      message: `<Envelope xmlns="${SOAP_11}"><Header><Security xmlns="${WSSE}"><UsernameToken><Username>site</Username><Password Type="${DIGEST}">${auth.tranKey}</Password><Nonce>${auth.nonce}</Nonce><x:Created xmlns:x="${WSU}">${seed}</x:Created></UsernameToken></Security></Header><Body/></Envelope>`,
    },
    {
      what: 'parts in another order, with white space between them',
      message: envelope({
        header: securityXml(
          `\n <wsse:UsernameToken wsu:Id="a">\n${[parts.created, parts.nonce, parts.password, parts.username].join('\n')}</wsse:UsernameToken>`,
        ),
      }),
    },
    {
      what: 'a Timestamp with a Created of its own',
      message: envelope({
        header: securityXml(
          `<wsu:Timestamp><wsu:Created>2020-01-01T00:00:00Z</wsu:Created></wsu:Timestamp>${token}`,
        ),
      }),
    },
    { what: 'other header blocks', message: envelope({ header: `<a xmlns="urn:a"/>${security}` }) },
    { what: 'a Security of another namespace beside it', message: envelope({ header: other + security }) },
    { what: 'a token in the Body beside it', message: envelope({ auth, body: security }) },
    {
      what: 'unknown elements in the token',
      message: envelope({ auth, token: { created: `${parts.created}<wsu:Expires/><a xmlns="urn:a"/>` } }),
    },
    {
      what: 'CDATA and references as text',
      message: envelope({
        auth,
        token: {
          username: '<wsse:Username>s<![CDATA[it]]>&#101;</wsse:Username>',
          created: `<wsu:Created><![CDATA[${seed}]]></wsu:Created>`,
        },
      }),
    },
    {
      what: 'a Nonce without EncodingType',
      message: envelope({ auth, token: { nonce: `<wsse:Nonce>${auth.nonce}</wsse:Nonce>` } }),
    },
    { what: 'comments between the parts', message: envelope({ header: `<!-- a -->${security}<!-- b -->` }) },
    { what: 'mustUnderstand', message: envelope({ header: securityXml(token, 's:mustUnderstand="1"') }) },
    ...['', 'http://schemas.xmlsoap.org/soap/actor/next'].map((actor) => ({
      what: `actor "${actor}" in SOAP 1.1`,
      message: envelope({ header: securityXml(token, `s:actor="${actor}"`) }),
    })),
    ...[`${SOAP_12}/role/next`, `${SOAP_12}/role/ultimateReceiver`].map((role) => ({
      what: `role "${role}" in SOAP 1.2`,
      message: envelope({ header: securityXml(token, `s:role="${role}"`), namespace: SOAP_12 }),
    })),
  ])('$what', async ({ message }) => expect(await outcomeOf(message)).toBe('accepted'));
});

describe('absent: no token where one belongs', () => {
  test.each([
    { what: 'no Header', message: `<s:Envelope xmlns:s="${SOAP_11}"><s:Body/></s:Envelope>` },
    { what: 'an empty Header', message: envelope({ header: '' }) },
    { what: 'an empty Security', message: envelope({ header: securityXml('') }) },
    { what: 'a token in the Body', message: envelope({ header: '', body: security }) },
    { what: 'a token in the Header without Security', message: envelope({ header: token }) },
    {
      what: 'a Security deeper in the Header',
      message: envelope({ header: `<a xmlns="urn:a">${security}</a>` }),
    },
    { what: 'a token deeper in Security', message: envelope({ header: securityXml(`<a>${token}</a>`) }) },
    {
      what: 'a Security of another namespace',
      message: envelope({ header: `<Security xmlns="urn:other">${token}</Security>` }),
    },
    {
      what: 'a Security of a draft',
      message: envelope({
        header: `<w:Security xmlns:w="http://schemas.xmlsoap.org/ws/2003/06/secext">${token}</w:Security>`,
      }),
    },
    {
      what: 'a token of another namespace',
      message: envelope({
        header: securityXml(`<UsernameToken>${Object.values(parts).join('')}</UsernameToken>`),
      }),
    },
    {
      what: 'names in another case',
      message: envelope({ header: security.replaceAll('Security', 'security') }),
    },
    { what: 'an Envelope of another namespace', message: envelope({ auth, namespace: 'urn:soap' }) },
    {
      what: 'a root of another name',
      message: envelope({ auth }).replaceAll('s:Envelope', 's:Envelop'),
    },
    {
      what: 'an Envelope inside another document',
      message: `<a xmlns="urn:a">${envelope({ auth })}</a>`,
    },
    { what: 'an actor elsewhere', message: envelope({ header: securityXml(token, 's:actor="urn:hop"') }) },
    {
      what: 'the role of nobody',
      message: envelope({ header: securityXml(token, `s:role="${SOAP_12}/role/none"`), namespace: SOAP_12 }),
    },
  ])('$what', async ({ message }) => expect(await outcomeOf(message)).toBe('absent'));
});

describe('malformed: what two readers could read in two ways', () => {
  const around = (content: string) =>
    `<s:Envelope xmlns:s="${SOAP_11}" xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}">${content}</s:Envelope>`;
  const header = `<s:Header>${security}</s:Header>`;
  const part = (other: object) => envelope({ auth, token: other });

  test.each([
    { what: 'two Security headers', message: envelope({ header: security + security }) },
    {
      what: 'two Security headers, one for another actor',
      message: envelope({ header: security + securityXml('', 's:actor="urn:hop"') }),
    },
    { what: 'two tokens', message: envelope({ header: securityXml(token + token) }) },
    { what: 'two Headers', message: around(`${header}${header}<s:Body/>`) },
    { what: 'an empty Header before it', message: around(`<s:Header/>${header}<s:Body/>`) },
    { what: 'a Header behind the Body', message: around(`<s:Body/>${header}`) },
    {
      what: 'a Header of the other version',
      message: around(`<h:Header xmlns:h="${SOAP_12}">${security}</h:Header><s:Body/>`),
    },
    { what: 'two Bodies', message: around(`${header}<s:Body/><s:Body/>`) },
    { what: 'no Body', message: around(header) },
    { what: 'something behind the Body', message: around(`${header}<s:Body/><a/>`) },
    { what: 'text in the Envelope', message: around(`a${header}<s:Body/>`) },
    { what: 'text in the Header', message: envelope({ header: `a${security}` }) },
    { what: 'text in Security', message: envelope({ header: securityXml(`a${token}`) }) },
    { what: 'text in the token', message: part({ username: `a${parts.username}` }) },
    ...Object.entries(parts).flatMap(([name, xml]) => [
      { what: `no ${name}`, message: part({ [name]: '' }) },
      { what: `${name} twice`, message: part({ [name]: xml + xml }) },
      { what: `a comment in ${name}`, message: part({ [name]: xml.replace('</', '<!-- a --></') }) },
      { what: `an element in ${name}`, message: part({ [name]: xml.replace('</', '<a/></') }) },
      { what: `white space in ${name}`, message: part({ [name]: xml.replace('</', '\n</') }) },
      { what: `${name} without its text`, message: part({ [name]: xml.replace(/>[^<]+</, '><') }) },
      {
        what: `${name} in another namespace`,
        message: part({
          [name]: xml
            .replaceAll(/wss?[eu]:/g, 'o:')

            .replace(/^<o:\w+/, '$& xmlns:o="urn:o"'),
        }),
      },
    ]),
    {
      what: 'Created in the namespace of the token',
      message: part({ created: `<wsse:Created>${seed}</wsse:Created>` }),
    },
    {
      what: 'Created in the Timestamp alone',
      message: envelope({
        header: securityXml(
          `<wsu:Timestamp>${parts.created}</wsu:Timestamp>${usernameTokenXml(auth, { created: '' })}`,
        ),
      }),
    },
    {
      what: 'Created in an element of the token',
      message: part({ created: `<a>${parts.created}</a>` }),
    },
    {
      what: 'a Nonce in another encoding',
      message: part({ nonce: parts.nonce.replace(BASE64, BASE64.replace('Base64', 'Hex')) }),
    },
  ])('$what', async ({ message }) => expect(await outcomeOf(message)).toBe('credentials-malformed'));
});

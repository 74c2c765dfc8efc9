import { describe, expect, test } from 'vitest';
import { decodeBase64, decodeBase64Url } from './base64.ts';

describe('base64', () => {
  test.each([
    { source: 'RFC 4648, section 10', text: '', bytes: '' },
    { source: 'RFC 4648, section 10', text: 'Zg==', bytes: 'f' },
    { source: 'RFC 4648, section 10', text: 'Zm8=', bytes: 'fo' },
    { source: 'RFC 4648, section 10', text: 'Zm9v', bytes: 'foo' },
    { source: 'RFC 4648, section 10', text: 'Zm9vYg==', bytes: 'foob' },
    { source: 'RFC 4648, section 10', text: 'Zm9vYmE=', bytes: 'fooba' },
    { source: 'RFC 4648, section 10', text: 'Zm9vYmFy', bytes: 'foobar' },
  ])('$text is "$bytes" ($source)', ({ text, bytes }) => {
    expect(decodeBase64(text)?.toString()).toBe(bytes);
  });

  test('every byte goes there and back', () => {
    const bytes = Buffer.from(Uint8Array.from({ length: 256 }, (_, i) => i));
    expect(decodeBase64(bytes.toString('base64'))).toEqual(bytes);
    expect(decodeBase64Url(bytes.toString('base64url'))).toEqual(bytes);
  });

  test.each([
    { what: 'a missing pad', text: 'Zg=' },
    { what: 'no pad', text: 'Zg' },
    { what: 'a pad too many', text: 'Zm9v=' },
    { what: 'bits beyond the last byte', text: 'Zh==' },
    { what: 'bits beyond the last two bytes', text: 'Zm9=' },
    { what: 'a lone character', text: 'Z' },
    { what: 'more after the pad', text: 'Zg==Zg==' },
    { what: 'the URL-safe alphabet', text: '-_-_' },
    { what: 'a space before', text: ' Zm9v' },
    { what: 'a space after', text: 'Zm9v ' },
    { what: 'a line break inside', text: 'Zm9v\r\nYmFy' },
    { what: 'a character of no alphabet', text: 'Zm9v!' },
    { what: 'a NUL', text: 'Zm9v\0' },
    { what: 'letters of another script', text: 'Ｚｍ９ｖ' },
  ])('$what is none', ({ text }) => {
    expect(decodeBase64(text)).toBeUndefined();
  });
});

describe('base64url', () => {
  test.each([
    // The header of the example token of RFC 7515, appendix A.1.
    { text: 'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9', bytes: '{"typ":"JWT",\r\n "alg":"HS256"}' },
    { text: '', bytes: '' },
    { text: 'Zg', bytes: 'f' },
  ])('$text is $bytes', ({ text, bytes }) => {
    expect(decodeBase64Url(text)?.toString()).toBe(bytes);
  });

  test.each([
    { what: 'a pad', text: 'Zg==' },
    { what: 'bits beyond the last byte', text: 'Zh' },
    { what: 'the standard alphabet', text: '+/+/' },
    { what: 'a lone character', text: 'Z' },
    { what: 'white space', text: 'Zm9v\n' },
  ])('$what is none', ({ text }) => {
    expect(decodeBase64Url(text)).toBeUndefined();
  });
});

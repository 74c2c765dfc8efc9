import type { KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { weaknessOf } from './weak-key.ts';

const rsa = (publicExponent: bigint, asymmetricKeyType: 'rsa' | 'rsa-pss' = 'rsa') =>
  weaknessOf({
    asymmetricKeyType,
    asymmetricKeyDetails: { modulusLength: 2048, publicExponent },
  } as KeyObject);

test('an RSA key for which everybody can sign is weak, however long it is', () => {
  expect(rsa(1n)).toBe('has an RSA key with the exponent 1');
  expect(rsa(1n, 'rsa-pss')).toBe('has an RSA key with the exponent 1');
  expect(rsa(3n)).toBeUndefined();
  expect(rsa(65537n)).toBeUndefined();
});

import type { KeyObject } from 'node:crypto';

interface Requirement {
  /** What a key must be, in words. */
  readonly needs: string;
  readonly fits: (key: KeyObject) => boolean;
}

// RFC 7518, section 3.2: a key of the same size as the hash output, or larger.
const secretOf = (bytes: number): Requirement => ({
  needs: `a secret of ${bytes} bytes or more`,
  fits: (key) => key.type === 'secret' && (key.symmetricKeySize ?? 0) >= bytes,
});

// RFC 7518, sections 3.3 and 3.5.
const rsa: Requirement = {
  needs: 'an RSA key of 2048 bits or more',
  fits: (key) => key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048,
};

// RFC 7518, section 3.4. One algorithm, one curve.
const curve = (name: string, namedCurve: string): Requirement => ({
  needs: `a ${name} key`,
  fits: (key) => key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === namedCurve,
});

// RFC 8037, section 3.1; RFC 9864, section 2.2.
const ed25519: Requirement = {
  needs: 'an Ed25519 key',
  fits: (key) => key.asymmetricKeyType === 'ed25519',
};

const requirements = {
  HS256: secretOf(32),
  HS384: secretOf(48),
  HS512: secretOf(64),
  RS256: rsa,
  RS384: rsa,
  RS512: rsa,
  PS256: rsa,
  PS384: rsa,
  PS512: rsa,
  ES256: curve('P-256', 'prime256v1'),
  ES384: curve('P-384', 'secp384r1'),
  ES512: curve('P-521', 'secp521r1'),
  EdDSA: ed25519,
  Ed25519: ed25519,
} as const satisfies Record<string, Requirement>;

/** How a token may be signed: a JWS `alg`. `none` is not among them. */
export type SignatureAlgorithm = keyof typeof requirements;

const algorithms = Object.keys(requirements) as SignatureAlgorithm[];

/** The algorithms that a key can be used with, by its kind and size: HMAC or public-key ones, never both. */
export function algorithmsOf(key: KeyObject): SignatureAlgorithm[] {
  return algorithms.filter((algorithm) => requirements[algorithm].fits(key));
}

export function needsOf(algorithm: SignatureAlgorithm): string {
  return requirements[algorithm].needs;
}

/** @throws TypeError for a list that is empty or names what is not a signature algorithm, `none` included. */
export function checkedAlgorithms(names: readonly string[], option: string): readonly SignatureAlgorithm[] {
  if (!Array.isArray(names) || names.length === 0) {
    throw new TypeError(`${option} must name one or more signature algorithms, such as ['ES256']`);
  }
  for (const name of names) {
    if (!isAlgorithm(name)) {
      throw new TypeError(`${option}: ${JSON.stringify(name)} is not one of ${algorithms.join(', ')}`);
    }
  }
  return names.filter(isAlgorithm);
}

function isAlgorithm(name: unknown): name is SignatureAlgorithm {
  return typeof name === 'string' && Object.hasOwn(requirements, name);
}

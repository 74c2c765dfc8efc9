import type { Check } from '@countersign/core';

/** Shorter ones are in any path by chance. */
const SHORTEST = 4;

/** A URL is kept in logs, histories and `Referer`s: a secret, however it is written there, is nobody's secret any more. */
export function secretInUrl(target: string, secrets: ReadonlySet<string>): Check[] {
  const spellings = [target, decoded(target), decoded(target.replaceAll('+', ' '))];
  for (const secret of secrets) {
    if (
      secret.length < SHORTEST ||
      !written(secret).some((one) => spellings.some((text) => text.includes(one)))
    )
      continue;
    return [
      {
        check: 'URL',
        outcome: 'failed',
        detail: 'holds a secret or a token',
        hint: 'send credentials in a header or in the body: a URL ends up in logs',
      },
    ];
  }
  return [];
}

function written(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** When a username token says it was made. */
export interface Seed {
  /** As it was sent: the digest covers this text, not the instant. */
  readonly text: string;
  /** Milliseconds since the Unix epoch. Finer digits are cut off. */
  readonly time: number;
}

// Every part has a fixed place or a character that ends it, so matching never goes back.
const form =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})T(?<hour>[01]\d|2[0-3]):(?<minute>[0-5]\d)(?::(?<second>[0-5]\d)(?:\.(?<fraction>\d{1,9}))?)?(?:Z|(?<sign>[+-])(?<offsetHours>[01]\d|2[0-3]):?(?<offsetMinutes>[0-5]\d))$/;

/**
 * An ISO 8601 date and time with a zone: `2026-01-02T03:04:05Z`, `…T03:04:05.123456+00:00`, `…T03:04-0500`.
 * Seconds and up to nine fractional digits are optional, the zone is not; the date must be in the calendar.
 * Offsets as RFC 3339, section 5.6: up to 23:59 hours. Anything else is `undefined`.
 */
export function parseSeed(text: string): Seed | undefined {
  const parts = form.exec(text)?.groups;
  if (!parts) return undefined;
  const number = (part: string) => Number(parts[part] ?? 0);

  // Not Date.UTC, to which the years 0 to 99 are those of the last century.
  const date = new Date(0);
  date.setUTCFullYear(number('year'), number('month') - 1, number('day'));
  if (date.getUTCMonth() !== number('month') - 1 || date.getUTCDate() !== number('day')) return undefined;

  const milliseconds = Number((parts.fraction ?? '').slice(0, 3).padEnd(3, '0'));
  const local = date.setUTCHours(number('hour'), number('minute'), number('second'), milliseconds);
  const offset = (number('offsetHours') * 60 + number('offsetMinutes')) * 60_000;
  return { text, time: parts.sign === '-' ? local + offset : local - offset };
}

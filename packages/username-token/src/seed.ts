/** When a username token says it was made. */
export interface Seed {
  /** As it was sent: the digest covers this text, not the instant. */
  readonly text: string;
  /** Milliseconds since the Unix epoch. Finer digits are cut off. */
  readonly time: number;
}

// Every part has a fixed place or a character that ends it, so matching never goes back.
const form =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;

/**
 * An ISO 8601 date and time with a zone: `2026-01-02T03:04:05Z`, `…T03:04:05.123456+00:00`, `…T03:04-0500`.
 * Seconds and up to nine fractional digits are optional, the zone is not; the date must be in the calendar.
 * Offsets as RFC 3339, section 5.6: up to 23:59 hours. Anything else is `undefined`.
 */
export function parseSeed(text: string): Seed | undefined {
  if (!form.test(text)) return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  if (day > SHORTEST_MONTH && day > lengthOfMonth(year, month)) return undefined;
  const zone = placeOfZone(text);
  const second = text[16] === ':' ? digits(text, 17, 2) : 0;
  const millisecond = text[19] === '.' ? millisecondOf(text, zone) : 0;
  const local = utc(year, month, day, digits(text, 11, 2), digits(text, 14, 2), second, millisecond);
  return { text, time: local - offsetOf(text, zone) };
}

const SHORTEST_MONTH = 28;

function lengthOfMonth(year: number, month: number): number {
  // Day 0 is the last one of the month before.
  return new Date(utc(year, month + 1, 0)).getUTCDate();
}

const FOUR_CENTURIES = 146_097 * 86_400_000;

/** `Date.UTC` takes the years 0 to 99 for those of the last century: four centuries on, the calendar is the same. */
function utc(year: number, month: number, ...rest: [day: number, ...time: number[]]): number {
  return Date.UTC(year + 400, month - 1, ...rest) - FOUR_CENTURIES;
}

/** What is finer is cut off. */
function millisecondOf(text: string, zone: number): number {
  const count = Math.min(3, zone - 20);
  return digits(text, 20, count) * 10 ** (3 - count);
}

/** Where `Z`, `±hh:mm` or `±hhmm` begins. */
function placeOfZone(text: string): number {
  if (text.endsWith('Z')) return text.length - 1;
  return text.at(-3) === ':' ? text.length - 6 : text.length - 5;
}

/** Milliseconds that the zone is ahead of UTC. */
function offsetOf(text: string, zone: number): number {
  if (text[zone] === 'Z') return 0;
  const minutes = digits(text, zone + 1, 2) * 60 + digits(text, text.length - 2, 2);
  return (text[zone] === '-' ? -minutes : minutes) * 60_000;
}

const ZERO = 48;

/** The number of so many digits from this place on. */
function digits(text: string, from: number, count: number): number {
  let number = 0;
  for (let at = from; at < from + count; at += 1) number = number * 10 + text.charCodeAt(at) - ZERO;
  return number;
}

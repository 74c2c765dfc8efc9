import { parseSeed, type Seed } from '../seed.ts';
import { type Hint, noHint } from './hint.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** How far time zones lie from UTC: whole hours, and those of Newfoundland, Iran, India, Nepal and their like. */
const ZONES = [
  ...Array.from({ length: 14 }, (_, index) => index + 1),
  ...[2.5, 3.5, 4.5, 5.5, 5.75, 6.5, 8.75, 9.5, 10.5, 12.75],
].map((hours) => hours * HOUR);

/** Why a seed lies outside the window: the clock or the zone that made it, and by how much it is off. */
export function seedMistake({ text, time }: Seed, now: number, windowMs: number): Hint {
  const off = time - now;
  if (Math.abs(time * 1000 - now) <= HOUR) {
    return { hint: 'the seed was made from seconds where milliseconds were wanted' };
  }
  const zone = ZONES.find((offset) => Math.abs(Math.abs(off) - offset) <= windowMs);
  if (zone !== undefined) {
    const distance = `${zone / HOUR} h ${off < 0 ? 'behind' : 'ahead'}`;
    return {
      hint: isUtc(text)
        ? `the seed is ${distance}: it looks like local time that is marked as UTC`
        : `the seed is ${distance}: its offset does not belong to its time, or the clock is wrong`,
    };
  }
  return { hint: `the clock that made the seed is ${inWords(off)} ${off < 0 ? 'behind' : 'ahead'}` };
}

/** Why a seed is malformed. */
export function seedFormMistake(seed: unknown): Hint {
  if (typeof seed === 'number' || (typeof seed === 'string' && /^\d{1,19}$/.test(seed))) {
    return { hint: 'send an ISO 8601 text such as 2026-01-02T03:04:05Z, not Unix time' };
  }
  if (typeof seed !== 'string' || seed.length > 64) return noHint;
  if (/^\+?\d{5,6}-/.test(seed)) {
    return { hint: 'the seed was made from milliseconds where seconds were wanted' };
  }
  if (parseSeed(`${seed}Z`)) {
    return { hint: 'the seed has no zone: end it with Z where it is UTC, or with an offset such as -05:00' };
  }
  if (parseSeed(seed.trim().toUpperCase().replace(' ', 'T'))) {
    return { hint: 'write the seed as 2026-01-02T03:04:05Z: a capital T and Z, and no space' };
  }
  return noHint;
}

function isUtc(text: string): boolean {
  return /(?:Z|[+-]00:?00)$/.test(text);
}

function inWords(off: number): string {
  const distance = Math.abs(off);
  if (distance < HOUR)
    return `${Math.floor(distance / MINUTE)} min ${Math.floor((distance % MINUTE) / SECOND)} s`;
  if (distance < 48 * HOUR)
    return `${Math.floor(distance / HOUR)} h ${Math.floor((distance % HOUR) / MINUTE)} min`;
  return `${Math.floor(distance / (24 * HOUR))} days`;
}

import type { Seed } from '../seed.ts';

const HOUR = 3_600_000;

/** Other texts for the instant of a seed: with and without fractions, in every whole-hour zone, as Unix time. */
export function* spellingsOf({ text, time }: Seed): Iterable<string> {
  yield String(time);
  yield String(Math.floor(time / 1000));
  for (let offset = -12; offset <= 14; offset += 1) {
    const local = new Date(time + offset * HOUR).toISOString().slice(0, -1);
    const zones = offset === 0 ? ['Z', '+00:00', '+0000', ''] : zonesOf(offset);
    for (const digits of [local.slice(0, -4), local, `${local}000`, local.slice(0, -7)]) {
      for (const zone of zones) {
        const spelling = `${digits}${zone}`;
        if (spelling !== text) yield spelling;
      }
    }
  }
}

function zonesOf(offset: number): string[] {
  const sign = offset < 0 ? '-' : '+';
  const hours = String(Math.abs(offset)).padStart(2, '0');
  return [`${sign}${hours}:00`, `${sign}${hours}00`];
}

import type { Section } from '../measure/row.ts';
import { median } from '../measure/statistics.ts';

export interface Start {
  readonly name: string;
  /** Starts a process of its own, waits until it is there, and gives the milliseconds that this took. */
  readonly once: () => Promise<number>;
}

/** Every one takes its turn in every round, and the first is what the others come on top of. */
export async function sectionOf(name: string, starts: readonly Start[], rounds: number): Promise<Section> {
  const times = new Map<Start, number[]>(starts.map((start) => [start, []]));
  // The first round brings the files into the cache of the operating system.
  for (let round = -1; round < rounds; round += 1) {
    for (const start of starts) {
      const took = await start.once();
      if (round >= 0) times.get(start)?.push(took);
    }
  }
  const [first = []] = times.values();
  const lines = [...times].map(([start, own]) => {
    const more = own.map((time, round) => time - (first[round] ?? Number.NaN));
    return [
      start.name,
      median(own).toFixed(0),
      median(more).toFixed(0),
      `${Math.min(...more).toFixed(0)}–${Math.max(...more).toFixed(0)}`,
    ];
  });
  return { name, table: { heads: ['', 'ms', 'more than the first, ms', 'least–most'], lines }, facts: [] };
}

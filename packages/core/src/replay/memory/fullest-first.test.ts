import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullestFirst, type Holder } from './fullest-first.ts';

test('the fullest holds as much as any, after whatever came and went', () => {
  const step = fc.record({ holder: fc.nat({ max: 7 }), more: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const holders: Holder[] = Array.from({ length: 8 }, () => ({ size: 0, place: 0 }));
      const bySize = fullestFirst();
      for (const holder of holders) bySize.enter(holder);
      for (const { holder: i, more } of steps) {
        const holder = holders[i] as Holder;
        if (!more && holder.size === 0) continue;
        bySize.resize(holder, more ? 1 : -1);
        const fullest = bySize.fullest();
        expect(holders).toContain(fullest);
        expect(fullest?.size).toBe(Math.max(...holders.map(({ size }) => size)));
      }
    }),
    { seed: 20_260_102, numRuns: 300 },
  );
});

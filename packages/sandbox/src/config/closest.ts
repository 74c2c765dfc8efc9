import leven from 'leven';

/** The one of `known` that was probably meant; `undefined` where none is near. */
export function closest(written: string, known: readonly string[]): string | undefined {
  // What is longer than any name is none of them.
  if (written.length > 40) return undefined;
  const plain = written.toLowerCase().replace(/[-_ ]/g, '');
  const [nearest] = known
    .map((name) => ({ name, distance: leven(plain, name.toLowerCase().replace(/[-_ ]/g, '')) }))
    // Two letters that changed places are two steps.
    .filter(({ name, distance }) => distance <= Math.max(name.length > 3 ? 2 : 1, name.length / 3))
    .toSorted((a, b) => a.distance - b.distance);
  return nearest?.name;
}

/** What an item of `fullestFirst` keeps for it: how much it holds, and where it stands among those that hold as much. */
export interface Holder {
  size: number;
  place: number;
}

/** Knows which holder holds the most, in one step however many there are: what is held comes and goes one by one. */
export function fullestFirst<H extends Holder>() {
  const bySize: H[][] = [[]];

  function enter(holder: H): void {
    const peers = bySize[holder.size] ?? [];
    bySize[holder.size] = peers;
    holder.place = peers.push(holder) - 1;
  }

  function leave(holder: H): void {
    const peers = bySize[holder.size] ?? [];
    const last = peers.pop();
    if (!last || last === holder) return;
    peers[holder.place] = last;
    last.place = holder.place;
  }

  return {
    enter,
    resize(holder: H, by: 1 | -1): void {
      leave(holder);
      holder.size += by;
      enter(holder);
      while (bySize.at(-1)?.length === 0) bySize.pop();
    },
    fullest: (): H | undefined => bySize.at(-1)?.at(-1),
  };
}

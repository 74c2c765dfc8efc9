/** What an item of `fullestFirst` keeps for it: how much it holds, and where it stands in the heap. */
export interface Holder {
  size: number;
  place: number;
}

/**
 * Knows which holder holds the most: a binary heap, the fullest on top. What is held comes and goes one by one, so a
 * holder seldom has to move.
 */
export function fullestFirst<H extends Holder>() {
  const heap: H[] = [];

  function put(holder: H, place: number): void {
    heap[place] = holder;
    holder.place = place;
  }

  function rise(holder: H): void {
    let { place } = holder;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (!parent || parent.size >= holder.size) break;
      put(parent, place);
      place = above;
    }
    put(holder, place);
  }

  function sink(holder: H): void {
    let { place } = holder;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      const fuller = right && left && right.size > left.size ? right : left;
      if (!fuller || fuller.size <= holder.size) break;
      const below = fuller.place;
      put(fuller, place);
      place = below;
    }
    put(holder, place);
  }

  return {
    enter(holder: H): void {
      holder.place = heap.length;
      rise(holder);
    },
    resize(holder: H, by: 1 | -1): void {
      holder.size += by;
      if (by === 1) rise(holder);
      else sink(holder);
    },
    fullest: (): H | undefined => heap[0],
  };
}

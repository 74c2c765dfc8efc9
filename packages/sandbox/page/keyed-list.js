import { element } from './element.js';

/**
 * Items that stay as they are while what they show changes: nobody loses their place to an update.
 *
 * @template T
 * @param {(thing: T) => { item: HTMLElement, update: (thing: T) => void }} makeItem
 * @param {(thing: T) => string} keyOf
 */
export function keyedList(makeItem, keyOf) {
  const none = element('li', { class: 'quiet' }, 'None.');
  const list = element('ul', { class: 'cards' }, none);
  /** @type {Map<string, ReturnType<typeof makeItem>>} */
  const items = new Map();

  return {
    list,
    /** @param {T[]} things */
    show(things) {
      const keys = new Set(things.map(keyOf));
      for (const [key, { item }] of items) {
        if (keys.has(key)) continue;
        item.remove();
        items.delete(key);
      }
      for (const thing of things) {
        const key = keyOf(thing);
        const known = items.get(key) ?? makeItem(thing);
        if (!items.has(key)) {
          items.set(key, known);
          none.before(known.item);
        }
        known.update(thing);
      }
      none.hidden = things.length > 0;
    },
  };
}

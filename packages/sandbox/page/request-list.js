import { byId, chosen, element } from './element.js';
import { OUTCOMES, PLACETOPAY_CODES, PROVIDERS, timeOf } from './words.js';

/** @typedef {import('../src/state/request-log.ts').LoggedRequest} Entry */
/** @typedef {{ readonly entry: Entry, readonly button: HTMLButtonElement, readonly item: HTMLLIElement }} Row */

/** As many as the sandbox remembers. */
const LIMIT = 1000;

/**
 * The list of requests, newest first. One row is in the tab order; the arrow keys move from row to row.
 *
 * @param {(entry: Entry) => void} open
 */
export function requestList(open) {
  const list = byId('requests');
  /** @type {Row[]} Newest first. */
  let rows = [];
  /** @type {Row | undefined} Where somebody is, or was last. */
  let visited;

  /** @param {Row} row */
  const matches = ({ entry }) =>
    (chosen('provider-filter') || entry.provider) === entry.provider &&
    (chosen('verdict-filter') || entry.outcome) === entry.outcome;

  /**
   * @param {Entry} entry
   * @returns {Row}
   */
  function rowOf(entry) {
    const button = element(
      'button',
      {
        type: 'button',
        class: 'row',
        tabindex: -1,
        'aria-expanded': 'false',
        'aria-controls': 'details',
        onclick: () => open(entry),
      },
      element(
        'span',
        { class: 'line' },
        method(entry),
        ' ',
        element('span', { class: 'path' }, entry.path),
        ' ',
        time(entry),
      ),
      element(
        'span',
        { class: 'line' },
        ' ',
        verdict(entry),
        ' ',
        element('span', { class: 'quiet' }, providerOf(entry)),
        ' ',
        element('span', { class: 'quiet status' }, String(entry.status)),
      ),
    );
    return { entry, button, item: element('li', { 'data-outcome': entry.outcome }, button) };
  }

  function filter() {
    let shown = 0;
    for (const row of rows) {
      row.item.hidden = !matches(row);
      if (!row.item.hidden) shown += 1;
    }
    byId('nothing-matches').hidden = shown > 0 || rows.length === 0;
    byId('empty').hidden = rows.length > 0;
    document.body.classList.toggle('nothing-yet', rows.length === 0);
    byId('count').textContent =
      rows.length === shown ? String(rows.length || '') : `${shown} of ${rows.length}`;
    keepOneInTabOrder();
  }

  const visible = () => rows.filter(({ item }) => !item.hidden);

  /** The row where somebody was last, or else the newest. */
  function keepOneInTabOrder() {
    const candidates = visible();
    const one = candidates.find((row) => row === visited) ?? candidates[0];
    for (const row of rows) {
      const index = row === one ? 0 : -1;
      if (row.button.tabIndex !== index) row.button.tabIndex = index;
    }
  }

  list.addEventListener('focusin', ({ target }) => {
    visited = rows.find(({ button }) => button === target);
    keepOneInTabOrder();
  });
  list.addEventListener('keydown', (event) => {
    const candidates = visible();
    const at = candidates.findIndex(({ button }) => button === document.activeElement);
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: candidates.length - 1 };
    const to = steps[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    candidates[to]?.button.focus();
  });
  byId('provider-filter').addEventListener('change', filter);
  byId('verdict-filter').addEventListener('change', filter);

  return {
    /** @param {Entry[]} entries newest first */
    replace(entries) {
      const focused = rows.find(({ button }) => button === document.activeElement);
      const marked = rows.find(({ button }) => button.ariaExpanded === 'true');
      rows = entries.slice(0, LIMIT).map(rowOf);
      list.replaceChildren(...rows.map(({ item }) => item));
      filter();
      this.mark(marked?.entry.id);
      if (focused) this.focusOn(focused.entry.id);
    },
    /** @param {Entry[]} entries newest first */
    add(entries) {
      const added = entries.slice(0, LIMIT).map(rowOf);
      list.prepend(...added.map(({ item }) => item));
      rows = [...added, ...rows];
      for (const { item } of rows.splice(LIMIT)) item.remove();
      filter();
    },
    /**
     * Marks the row of this entry, or none.
     *
     * @param {number | undefined} id
     */
    mark(id) {
      for (const { entry, button } of rows) button.setAttribute('aria-expanded', String(entry.id === id));
    },
    /**
     * The row of this entry, or the first where it is gone.
     *
     * @param {number} id
     */
    focusOn(id) {
      const row = visible().find(({ entry }) => entry.id === id) ?? visible()[0];
      row?.button.focus();
    },
  };
}

/** @param {Entry} entry */
export function verdict({ provider, outcome, reason }) {
  const code = provider === 'placetopay' ? PLACETOPAY_CODES[reason ?? outcome] : undefined;
  const why = [code, reason].filter((word) => word !== undefined).join(' ');
  return element(
    'span',
    { class: 'verdict', 'data-outcome': outcome },
    OUTCOMES[outcome] ?? outcome,
    why !== '' && element('span', { class: 'reason' }, ` ${why}`),
  );
}

/** @param {Entry} entry */
export function providerOf({ provider }) {
  return PROVIDERS[provider] ?? provider;
}

/** @param {Entry} entry */
function method(entry) {
  return element('span', { class: 'method' }, entry.method);
}

/** @param {Entry} entry */
function time({ at }) {
  return element('time', { class: 'quiet', datetime: at, title: at }, timeOf(at));
}

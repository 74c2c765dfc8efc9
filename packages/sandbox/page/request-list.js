import { byId, element } from './element.js';
import { OUTCOMES, PROVIDERS, timeOf } from './words.js';

/** As many as the sandbox remembers. */
const LIMIT = 1000;

/**
 * The list of requests, newest first. One row is in the tab order; the arrow keys move from row to row.
 *
 * @param {(entry: object) => void} open
 */
export function requestList(open) {
  const list = byId('requests');
  /** Newest first. */
  let rows = [];

  const matches = ({ entry }) =>
    (byId('provider-filter').value || entry.provider) === entry.provider &&
    (byId('verdict-filter').value || entry.outcome) === entry.outcome;

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

  function keepOneInTabOrder() {
    const candidates = visible();
    const current = candidates.find(({ button }) => button.tabIndex === 0) ?? candidates[0];
    for (const { button } of rows)
      if (button.tabIndex === 0 && button !== current?.button) button.tabIndex = -1;
    if (current) current.button.tabIndex = 0;
  }

  function focus(row) {
    if (!row) return;
    for (const { button } of rows) if (button.tabIndex === 0) button.tabIndex = -1;
    row.button.tabIndex = 0;
    row.button.focus();
  }

  list.addEventListener('keydown', (event) => {
    const candidates = visible();
    const at = candidates.findIndex(({ button }) => button === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: candidates.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    focus(candidates[to]);
  });
  byId('provider-filter').addEventListener('change', filter);
  byId('verdict-filter').addEventListener('change', filter);

  return {
    replace(entries) {
      rows = entries.slice(0, LIMIT).map(rowOf);
      list.replaceChildren(...rows.map(({ item }) => item));
      filter();
    },
    add(entries) {
      const added = entries.slice(0, LIMIT).map(rowOf);
      list.prepend(...added.map(({ item }) => item));
      rows = [...added, ...rows];
      for (const { item } of rows.splice(LIMIT)) item.remove();
      filter();
    },
    /** Marks the row of this entry, or none. */
    mark(id) {
      for (const { entry, button } of rows) button.setAttribute('aria-expanded', String(entry.id === id));
    },
    /** The row of this entry, or the first where it is gone. */
    focusOn(id) {
      focus(visible().find(({ entry }) => entry.id === id) ?? visible()[0]);
    },
  };
}

export function verdict({ outcome, reason }) {
  return element(
    'span',
    { class: 'verdict', 'data-outcome': outcome },
    OUTCOMES[outcome] ?? outcome,
    reason !== undefined && element('span', { class: 'reason' }, ` ${reason}`),
  );
}

export function providerOf({ provider }) {
  return PROVIDERS[provider] ?? provider;
}

function method(entry) {
  return element('span', { class: 'method' }, entry.method);
}

function time({ at }) {
  return element('time', { class: 'quiet', datetime: at, title: at }, timeOf(at));
}

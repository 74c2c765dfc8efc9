import { ask } from './ask.js';
import { copyButton } from './copy-button.js';
import { byId, element, messageOf } from './element.js';
import { providerOf, verdict } from './request-list.js';
import { secrets } from './secrets.js';
import { LANGUAGES } from './words.js';

/** @typedef {import('../src/state/request-log.ts').LoggedRequest} Entry */

/**
 * One request: its checks in order, the hint, and the request that would have passed.
 *
 * @param {(entry: Entry) => void} closed
 */
export function requestDetails(closed) {
  const pane = byId('details');
  /** @type {Entry | undefined} */
  let opened;
  let language = 'curl';
  let refresh = async () => {};

  function close() {
    if (!opened) return;
    const entry = opened;
    opened = undefined;
    pane.hidden = true;
    pane.replaceChildren();
    byId('no-details').hidden = false;
    document.body.classList.remove('with-details');
    closed(entry);
  }

  /** @param {Entry} entry */
  function open(entry) {
    opened = entry;
    const heading = element('h2', { id: 'details-heading', tabindex: -1 }, `${entry.method} ${entry.path}`);
    pane.replaceChildren(
      element(
        'div',
        { class: 'details-head' },
        heading,
        element('button', { type: 'button', class: 'plain', onclick: close }, 'Close'),
      ),
      element('p', { class: 'verdict-line' }, verdict(entry)),
      facts(entry),
      ...hints(entry),
      element('h3', {}, 'Checks'),
      checks(entry),
      passing(entry),
    );
    pane.hidden = false;
    byId('no-details').hidden = true;
    document.body.classList.add('with-details');
    heading.focus();
  }

  /** @param {Entry} entry */
  function passing(entry) {
    const code = element('code');
    const pre = element(
      'pre',
      { tabindex: 0, role: 'region', 'aria-label': 'The request that passes' },
      code,
    );
    const notes = element('ul', { class: 'notes' });
    /** @param {string} shown */
    const path = (shown) => `requests/${entry.id}/passing?as=${language}&secrets=${shown}`;
    const section = element('section', { class: 'passing', 'aria-labelledby': 'passing-heading' });
    refresh = async () => {};
    if (entry.provider === 'mirror') {
      section.append(heading(entry), element('p', { class: 'quiet' }, 'The mirror answers every request.'));
      return section;
    }

    refresh = async () => {
      try {
        /** @type {{ as: string, text: string, notes: string[] }} */
        const answer = await ask(path(secrets()));
        if (opened !== entry || answer.as !== language) return;
        code.textContent = answer.text;
        pre.dataset.language = language;
        notes.replaceChildren(...answer.notes.map((note) => element('li', {}, note)));
      } catch (error) {
        section.replaceChildren(heading(entry), element('p', { class: 'quiet' }, messageOf(error)));
      }
    };

    const choices = Object.entries(LANGUAGES).map(([value, label]) =>
      element(
        'label',
        {},
        element('input', {
          type: 'radio',
          name: 'language',
          value,
          checked: value === language,
          onchange: () => {
            language = value;
            void refresh();
          },
        }),
        element('span', {}, label),
      ),
    );
    section.append(
      heading(entry),
      element(
        'div',
        { class: 'snippet-tools' },
        element(
          'fieldset',
          { class: 'segments' },
          element('legend', { class: 'unseen' }, 'Language'),
          ...choices,
        ),
        copyButton('request that passes', async () => (await ask(path('shown'))).text),
      ),
      element('pre', { tabindex: 0, role: 'region', 'aria-label': 'The request that passes' }, code),
      notes,
    );
    void refresh();
    return section;
  }

  pane.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  });

  return {
    open,
    close,
    /** Asks again for what is shown of it: secrets, say. */
    refresh: () => void refresh(),
  };
}

/** @param {Entry} entry */
function heading({ outcome }) {
  const text = outcome === 'accepted' ? 'A request that passes' : 'The request that would have passed';
  return element('h3', { id: 'passing-heading' }, text);
}

/** @param {Entry} entry */
function facts(entry) {
  const all = {
    Provider: providerOf(entry),
    Account: entry.account,
    Answer: String(entry.status),
    Time: entry.at.replace('T', ' ').replace('Z', ' UTC'),
  };
  return element(
    'dl',
    { class: 'facts' },
    ...Object.entries(all).flatMap(([name, value]) =>
      value === undefined ? [] : [element('div', {}, element('dt', {}, name), element('dd', {}, value))],
    ),
  );
}

/** @param {Entry} entry */
function hints({ checks }) {
  return checks.flatMap(({ hint }) =>
    hint === undefined ? [] : [element('p', { class: 'hint' }, element('strong', {}, 'Hint: '), hint)],
  );
}

/** @param {Entry} entry */
function checks(entry) {
  if (entry.checks.length === 0) {
    return element('p', { class: 'quiet' }, 'No credential was looked at for this request.');
  }
  return element(
    'ol',
    { class: 'checks' },
    ...entry.checks.map(({ check, outcome, detail }) =>
      element(
        'li',
        { 'data-outcome': outcome },
        element('span', { class: 'check' }, check),
        element('span', { class: 'unseen' }, ` ${outcome}: `),
        detail !== undefined && element('span', { class: 'detail' }, detail),
      ),
    ),
  );
}

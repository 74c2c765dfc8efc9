import { toast } from './announce.js';
import { ask } from './ask.js';
import { copyButton } from './copy-button.js';
import { byId, element } from './element.js';
import { secrets } from './secrets.js';
import { PROVIDERS, STATUSES, timeOf } from './words.js';

const PRESETS = { '−1 hour': -3600, '−301 s': -301, 'On time': 0, '+301 s': 301, '+1 hour': 3600 };

/** What the sandbox knows, to be changed while it runs. */
export function accountsView() {
  const accounts = keyedList(accountItem);
  const certificates = keyedList(certificateItem);
  const tokens = keyedList(tokenItem);
  const clock = clockForm();

  byId('accounts-view').append(
    part(
      'h2',
      'accounts-heading',
      'Accounts',
      'A change is in force from the next request on.',
      accounts.list,
    ),
    part(
      'h3',
      'clock-heading',
      'Clock',
      'Move the sandbox’s clock, and see a seed or a token grow old.',
      clock.form,
    ),
    part('h3', 'tokens-heading', 'Tokens', 'Tokens that were issued here and have not expired.', tokens.list),
    part(
      'h3',
      'certificates-heading',
      'Certificates',
      'Those of the demo authority. Revocation shows at once.',
      certificates.list,
    ),
  );

  return {
    async refresh() {
      try {
        const [a, c, t, now] = await Promise.all(
          ['accounts', 'certificates', 'tokens', 'clock'].map((path) => ask(path)),
        );
        accounts.show(a, ({ provider, id }) => `${provider}/${id}`);
        certificates.show(c, ({ name }) => name);
        tokens.show(t, ({ id }) => id);
        clock.show(now);
      } catch (error) {
        toast(error.message);
      }
    },
  };
}

function part(heading, id, title, explanation, ...children) {
  return element(
    'section',
    { class: 'part', 'aria-labelledby': id },
    element(heading, { id }, title),
    element('p', { class: 'quiet' }, explanation),
    ...children,
  );
}

/** Items that stay as they are while what they show changes: nobody loses their place to an update. */
function keyedList(makeItem) {
  const list = element('ul', { class: 'cards' });
  const items = new Map();
  return {
    list,
    show(things, keyOf) {
      const keys = new Set(things.map(keyOf));
      for (const [key, { item }] of items) {
        if (keys.has(key)) continue;
        item.remove();
        items.delete(key);
      }
      for (const thing of things) {
        const key = keyOf(thing);
        if (!items.has(key)) {
          const made = makeItem(thing);
          items.set(key, made);
          list.append(made.item);
        }
        items.get(key).update(thing);
      }
      if (things.length === 0) list.replaceChildren(element('li', { class: 'quiet none' }, 'None.'));
      else list.querySelector('.none')?.remove();
    },
  };
}

async function change(path, body, said) {
  try {
    const answer = await ask(path, { method: 'PATCH', body });
    toast(said);
    return answer;
  } catch (error) {
    toast(error.message);
    return undefined;
  }
}

function accountItem({ provider, id, allowReplay }) {
  const path = `accounts/${encodeURIComponent(provider)}/${encodeURIComponent(id)}`;
  const options = Object.entries(STATUSES).map(([value, word]) => element('option', { value }, word));
  const status = element(
    'select',
    {
      onchange: () =>
        change(path, { status: status.value }, `${id}: ${STATUSES[status.value].toLowerCase()}`),
    },
    ...options,
  );
  const replay = element('input', {
    type: 'checkbox',
    onchange: () =>
      change(
        path,
        { allowReplay: replay.checked },
        `${id}: replay ${replay.checked ? 'allowed' : 'refused'}`,
      ),
  });
  const place = element('p', { class: 'new-secret', hidden: true });
  const rotate = element(
    'button',
    {
      type: 'button',
      'aria-label': `New secret for ${id}`,
      onclick: async () => {
        const answer = await change(
          path,
          { rotateSecret: true },
          `${id} has a new secret; the old one is refused`,
        );
        if (answer) showSecret(place, id, answer.secret);
      },
    },
    'New secret',
  );
  const item = element(
    'li',
    { class: 'card' },
    element(
      'div',
      { class: 'card-name' },
      element('code', {}, id),
      element('span', { class: 'quiet' }, PROVIDERS[provider] ?? provider),
    ),
    element('label', {}, element('span', { class: 'unseen' }, `Status of ${id}`), status),
    allowReplay !== undefined &&
      element(
        'label',
        { class: 'switch' },
        replay,
        element('span', {}, 'Allow replay', element('span', { class: 'unseen' }, ` for ${id}`)),
      ),
    rotate,
    place,
  );
  return {
    item,
    update(account) {
      status.value = account.status;
      item.dataset.status = account.status;
      replay.checked = account.allowReplay === true;
    },
  };
}

function showSecret(place, id, secret) {
  const code = element('code', {}, secrets() === 'shown' ? secret : '••••••••');
  const show = element(
    'button',
    {
      type: 'button',
      onclick: () => {
        code.textContent = secret;
        show.remove();
      },
    },
    'Show',
  );
  place.replaceChildren(
    'New secret ',
    code,
    ' ',
    secrets() === 'shown' ? '' : show,
    ' ',
    copyButton(`new secret of ${id}`, async () => secret),
  );
  place.hidden = false;
}

function certificateItem({ name }) {
  const state = element('span', { class: 'verdict' });
  const button = element('button', { type: 'button' });
  let revoked = false;
  button.addEventListener('click', () => {
    const status = revoked ? 'good' : 'revoked';
    void change(`certificates/${encodeURIComponent(name)}`, { status }, `${name}: ${status}`);
  });
  const serial = element('span', { class: 'quiet serial' });
  return {
    item: element(
      'li',
      { class: 'card' },
      element('div', { class: 'card-name' }, element('code', {}, name), serial),
      state,
      button,
    ),
    update({ status, serialNumber }) {
      revoked = status === 'revoked';
      serial.textContent = serialNumber;
      state.textContent = revoked ? 'Revoked' : 'Good';
      state.dataset.outcome = revoked ? 'rejected' : 'accepted';
      button.textContent = revoked ? 'Restore' : 'Revoke';
      button.setAttribute('aria-label', `${button.textContent} certificate ${name}`);
    },
  };
}

function tokenItem({ id, provider, account, expiresAt }) {
  const state = element('span', { class: 'verdict' });
  const what = `${PROVIDERS[provider] ?? provider} token of ${account}, ${id.slice(0, 8)}`;
  const button = element(
    'button',
    {
      type: 'button',
      'aria-label': `Revoke ${what}`,
      onclick: () => change(`tokens/${encodeURIComponent(id)}`, { status: 'revoked' }, `Revoked the ${what}`),
    },
    'Revoke',
  );
  return {
    item: element(
      'li',
      { class: 'card' },
      element(
        'div',
        { class: 'card-name' },
        element('code', {}, account),
        element(
          'span',
          { class: 'quiet' },
          `${PROVIDERS[provider] ?? provider}, ${id.slice(0, 8)}, until ${timeOf(expiresAt)}`,
        ),
      ),
      state,
      button,
    ),
    update({ status }) {
      state.textContent = status === 'revoked' ? 'Revoked' : 'Good';
      state.dataset.outcome = status === 'revoked' ? 'rejected' : 'accepted';
      button.disabled = status === 'revoked';
    },
  };
}

function clockForm() {
  const input = element('input', { type: 'number', step: 1, value: 0, id: 'offset' });
  const now = element('span', { class: 'quiet now' });
  let known = { offsetSeconds: 0, ahead: 0 };
  const tick = () => {
    const date = new Date(Date.now() + known.ahead);
    now.textContent = `Sandbox time ${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  };
  const set = (offsetSeconds) => change('clock', { offsetSeconds }, `The clock is off by ${offsetSeconds} s`);
  const form = element(
    'form',
    {
      class: 'clock',
      onsubmit: (event) => {
        event.preventDefault();
        if (!Number.isNaN(input.valueAsNumber)) void set(input.valueAsNumber);
      },
    },
    element('label', { for: 'offset' }, 'Offset in seconds'),
    element('div', { class: 'together' }, input, element('button', { type: 'submit' }, 'Set')),
    element(
      'div',
      { class: 'together', role: 'group', 'aria-label': 'Usual offsets' },
      ...Object.entries(PRESETS).map(([label, seconds]) =>
        element('button', { type: 'button', class: 'plain', onclick: () => set(seconds) }, label),
      ),
    ),
    now,
  );
  setInterval(tick, 1000);
  return {
    form,
    show(clock) {
      known = { ...clock, ahead: Date.parse(clock.now) - Date.now() };
      if (document.activeElement !== input) input.value = clock.offsetSeconds;
      tick();
    },
  };
}

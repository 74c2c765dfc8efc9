import { change } from './change.js';
import { copyButton } from './copy-button.js';
import { element } from './element.js';
import { secrets } from './secrets.js';
import { PROVIDERS, STATUSES } from './words.js';

/** @typedef {{ provider: string, id: string, status: string, allowReplay?: boolean }} Account */

/**
 * An account with its switches.
 *
 * @param {Account} account
 */
export function accountItem({ provider, id, allowReplay }) {
  const path = `accounts/${encodeURIComponent(provider)}/${encodeURIComponent(id)}`;

  const options = Object.entries(STATUSES).map(([value, word]) => element('option', { value }, word));
  const status = element('select', {}, ...options);
  status.addEventListener('change', () =>
    change(path, { status: status.value }, `${id}: ${(STATUSES[status.value] ?? '').toLowerCase()}`),
  );

  const replay = element('input', { type: 'checkbox' });
  replay.addEventListener('change', () => {
    const said = `${id}: replay ${replay.checked ? 'allowed' : 'refused'}`;
    return change(path, { allowReplay: replay.checked }, said);
  });

  const newSecret = element('p', { class: 'new-secret', hidden: true });
  const rotate = async () => {
    const said = `${id} has a new secret; the old one is refused`;
    const answer = await change(path, { rotateSecret: true }, said);
    if (answer) showSecret(newSecret, id, answer.secret);
  };

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
    element(
      'button',
      { type: 'button', 'aria-label': `New secret for ${id}`, onclick: rotate },
      'New secret',
    ),
    newSecret,
  );

  return {
    item,
    /** @param {Account} account */
    update(account) {
      status.value = account.status;
      replay.checked = account.allowReplay === true;
    },
  };
}

/**
 * @param {HTMLElement} place
 * @param {string} id
 * @param {string} secret
 */
function showSecret(place, id, secret) {
  const masked = secrets() === 'masked';
  const code = element('code', {}, masked ? '••••••••' : secret);
  const show = element('button', { type: 'button' }, 'Show');
  show.addEventListener('click', () => {
    code.textContent = secret;
    show.remove();
  });
  const copy = copyButton(`new secret of ${id}`, async () => secret);
  place.replaceChildren('New secret ', code, ' ', ...(masked ? [show, ' '] : []), copy);
  place.hidden = false;
}

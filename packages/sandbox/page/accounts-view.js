import { accountItem } from './account-item.js';
import { toast } from './announce.js';
import { ask } from './ask.js';
import { clockForm } from './clock-form.js';
import { byId, element, messageOf } from './element.js';
import { keyedList } from './keyed-list.js';
import { certificateItem, tokenItem } from './revocable-item.js';

/** What the sandbox knows, to be changed while it runs. */
export function accountsView() {
  const accounts = keyedList(accountItem, ({ provider, id }) => `${provider}/${id}`);
  const certificates = keyedList(certificateItem, ({ name }) => name);
  const tokens = keyedList(tokenItem, ({ id }) => id);
  const clock = clockForm();

  byId('accounts-view').append(
    part('h2', 'accounts', 'Accounts', 'A change is in force from the next request on.', accounts.list),
    part('h3', 'clock', 'Clock', 'Move the sandbox’s clock, and see a seed or a token grow old.', clock.form),
    part('h3', 'tokens', 'Tokens', 'Tokens that were issued here and have not expired.', tokens.list),
    part(
      'h3',
      'certificates',
      'Certificates',
      'Those of the demo authority. Revocation shows at once.',
      certificates.list,
    ),
  );

  return {
    async refresh() {
      try {
        await Promise.all([
          ask('accounts').then(accounts.show),
          ask('certificates').then(certificates.show),
          ask('tokens').then(tokens.show),
          ask('clock').then(clock.show),
        ]);
      } catch (error) {
        toast(messageOf(error));
      }
    },
  };
}

/**
 * @param {'h2' | 'h3'} heading
 * @param {string} name
 * @param {string} title
 * @param {string} explanation
 * @param {Node} content
 */
function part(heading, name, title, explanation, content) {
  const id = `${name}-heading`;
  return element(
    'section',
    { class: 'part', 'aria-labelledby': id },
    element(heading, { id }, title),
    element('p', { class: 'quiet' }, explanation),
    content,
  );
}

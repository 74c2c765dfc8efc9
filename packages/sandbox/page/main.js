import { accountsView } from './accounts-view.js';
import { announce, toast } from './announce.js';
import { ask } from './ask.js';
import { copyButton } from './copy-button.js';
import { byId, element, messageOf } from './element.js';
import { startFeed } from './feed.js';
import { requestDetails } from './request-details.js';
import { providerOf, requestList } from './request-list.js';
import { onSecrets, secrets, watchSecrets } from './secrets.js';
import { OUTCOMES, PROVIDERS } from './words.js';

const CONNECTION = {
  live: 'Live',
  waiting: 'Connecting',
  forbidden: 'Only for the machine that the sandbox runs on',
};

for (const [id, words] of Object.entries({ 'provider-filter': PROVIDERS, 'verdict-filter': OUTCOMES })) {
  byId(id).append(...Object.entries(words).map(([value, word]) => element('option', { value }, word)));
}
watchSecrets();

const details = requestDetails(({ id }) => {
  list.mark(undefined);
  list.focusOn(id);
});
const list = requestList((entry) => {
  list.mark(entry.id);
  details.open(entry);
});
const accounts = accountsView();

byId('clear').addEventListener('click', async () => {
  try {
    await ask('requests', { method: 'DELETE' });
    byId('content').focus();
  } catch (error) {
    toast(messageOf(error));
  }
});

async function showExamples() {
  /** @type {import('../src/curl-lines.ts').CurlLine[]} */
  const lines = await ask(`curl-lines?secrets=${secrets()}`);
  const items = lines.map(({ provider, command }, index) =>
    element(
      'li',
      {},
      element(
        'div',
        { class: 'example-head' },
        element('h4', {}, provider),
        copyButton(
          `curl line of ${provider}`,
          async () => (await ask('curl-lines?secrets=shown'))[index].command,
        ),
      ),
      element(
        'pre',
        { tabindex: 0, role: 'region', 'aria-label': `curl line of ${provider}` },
        element('code', {}, command),
      ),
    ),
  );
  byId('examples').replaceChildren(...items);
}

function showState() {
  if (!byId('empty').hidden) showExamples().catch((error) => toast(messageOf(error)));
  if (!byId('accounts-view').hidden) accounts.refresh();
  details.refresh();
}
onSecrets(showState);

function showView() {
  // The link that skips the bar has a hash as well, and leaves the view as it is.
  if (location.hash === '#content') return;
  const view = location.hash === '#accounts' ? 'accounts' : 'requests';
  for (const name of ['requests', 'accounts']) {
    byId(`${name}-view`).hidden = name !== view;
    const link = document.querySelector(`nav a[href="#${name}"]`);
    if (name === view) link?.setAttribute('aria-current', 'page');
    else link?.removeAttribute('aria-current');
  }
  if (view === 'accounts') accounts.refresh();
}
addEventListener('hashchange', showView);
showView();

startFeed({
  snapshot(entries) {
    list.replace(entries);
    showState();
  },
  requests(entries) {
    list.add(entries);
    const [latest] = entries;
    if (!latest) return;
    const verdict = [OUTCOMES[latest.outcome], latest.reason].filter(Boolean).join(', ');
    announce(`${providerOf(latest)} ${latest.method} ${latest.path}: ${verdict}`);
  },
  cleared() {
    details.close();
    list.replace([]);
    showState();
  },
  changed: showState,
  state(state) {
    byId('connection').dataset.state = state;
    byId('connection').textContent = CONNECTION[state];
  },
});

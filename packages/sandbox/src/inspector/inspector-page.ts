import { hash } from 'node:crypto';
import type { Answer } from '@countersign/core';

const style = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { margin: 0 auto; max-width: 64rem; padding: 1.5rem; }
  h1 { font-size: 1.3rem; }
  details { border-top: 1px solid color-mix(in srgb, currentcolor 25%, transparent); padding: .5rem 0; }
  summary { cursor: pointer; display: flex; flex-wrap: wrap; gap: .25rem .9rem; }
  code, ol { font-family: ui-monospace, monospace; font-size: .9em; }
  .accepted { color: light-dark(#116329, #7ee787); }
  .rejected, .unavailable { color: light-dark(#a40e26, #ff7b72); }
`;

// Everything shown was sent by somebody else: it is put on the page as text, never as markup.
const script = `
  const list = document.getElementById('requests');
  const open = new Set();
  const element = (name, text, className = '') =>
    Object.assign(document.createElement(name), { textContent: text, className });
  function row(entry) {
    const details = document.createElement('details');
    details.open = open.has(entry.id);
    details.addEventListener('toggle', () => (details.open ? open.add(entry.id) : open.delete(entry.id)));
    const summary = document.createElement('summary');
    summary.append(
      element('code', entry.at.slice(11, 19)), element('span', entry.provider),
      element('code', entry.method + ' ' + entry.path), element('span', String(entry.status)),
      element('strong', entry.reason ?? entry.outcome, entry.outcome),
    );
    const checks = document.createElement('ol');
    for (const check of entry.checks) {
      const text = [check.outcome, check.check, check.detail, check.hint].filter(Boolean).join(' — ');
      checks.append(element('li', text, check.outcome === 'failed' ? 'rejected' : ''));
    }
    details.append(summary, checks);
    return details;
  }
  let newest = 0;
  async function refresh() {
    const entries = await (await fetch('/_sandbox/requests')).json();
    if ((entries[0]?.id ?? 0) === newest) return;
    newest = entries[0]?.id ?? 0;
    list.replaceChildren(...entries.slice(0, 200).map(row));
  }
  setInterval(() => refresh().catch(() => {}), 1000);
  refresh();
`;

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Countersign sandbox</title>
<style>${style}</style>
<h1>Countersign sandbox</h1>
<p>Every request that the mock providers received, newest first, with the checks behind its verdict.
Send the first with one of the <code>curl</code> lines that the sandbox printed when it started.</p>
<main id="requests" aria-live="polite"></main>
<script>${script}</script>
</html>
`;

const sourceOf = (text: string) => `'sha256-${hash('sha256', text, 'base64')}'`;

/** The list of what arrived, live. */
export function inspectorPage(): Answer {
  const policy = `default-src 'none'; connect-src 'self'; style-src ${sourceOf(style)}; script-src ${sourceOf(script)}`;
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${policy}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
      'cache-control': 'no-store',
    },
    body: page,
  };
}

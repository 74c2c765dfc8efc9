/** @typedef {import('../src/state/request-log.ts').LoggedRequest} Entry */

const RETRY_MILLISECONDS = 2000;

/**
 * What arrives, by server-sent events, while the page is looked at: a hidden page takes none of the few connections
 * that a browser has for one host, and is given the whole list when it is looked at again.
 *
 * @param {object} told
 * @param {(entries: Entry[]) => void} told.snapshot the whole list, newest first
 * @param {(entries: Entry[]) => void} told.requests what was added, newest first, at most once a frame
 * @param {() => void} told.cleared
 * @param {() => void} told.changed accounts, certificates, tokens or the clock
 * @param {(state: 'live' | 'waiting' | 'forbidden') => void} told.state
 */
export function startFeed(told) {
  /** @type {EventSource | undefined} */
  let source;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry;
  /** @type {Entry[]} */
  let waiting = [];
  /** @type {number | undefined} */
  let frame;

  function show() {
    frame = undefined;
    const entries = waiting;
    waiting = [];
    told.requests(entries);
  }

  function forget() {
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
    waiting = [];
  }

  function stop() {
    clearTimeout(retry);
    source?.close();
    source = undefined;
    forget();
  }

  function start() {
    stop();
    source = new EventSource('/_sandbox/events');
    source.addEventListener('open', () => told.state('live'));
    source.addEventListener('error', lost);
    source.addEventListener('snapshot', ({ data }) => {
      forget();
      told.snapshot(JSON.parse(data));
    });
    source.addEventListener('requests', ({ data }) => {
      waiting = [...JSON.parse(data), ...waiting];
      frame ??= requestAnimationFrame(show);
    });
    source.addEventListener('cleared', () => {
      forget();
      told.cleared();
    });
    source.addEventListener('changed', () => told.changed());
  }

  async function lost() {
    told.state('waiting');
    // Otherwise the browser tries again by itself.
    if (source?.readyState !== EventSource.CLOSED) return;
    const status = await fetch('/_sandbox/clock').then(
      (response) => response.status,
      () => 0,
    );
    if (status === 403) told.state('forbidden');
    else retry = setTimeout(start, RETRY_MILLISECONDS);
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : start()));
  if (!document.hidden) start();
}

import { sendAnswer } from '@countersign/express';
import type { RequestHandler, Response } from 'express';
import { problemOf } from '../routes/problem.ts';
import type { LoggedRequest, RequestLog } from '../state/request-log.ts';

/** Pages that may listen at a time. */
const LISTENERS = 16;
const HEARTBEAT_MILLISECONDS = 15_000;
/** What comes within this time is told in one event. */
const BATCH_MILLISECONDS = 50;
/** What may wait for a listener that does not read. The whole log, twice. */
const BACKLOG_BYTES = 16 * 1024 * 1024;

export interface EventStream {
  /** Answers with server-sent events until either side ends the connection. */
  readonly listen: RequestHandler;
  /** Tells every listener that accounts, certificates, tokens or the clock are not what they were. */
  changed(): void;
}

/**
 * The log as server-sent events (HTML Living Standard, section 9.2): `snapshot` with all entries, newest first, at
 * the start of every connection; then `requests` with those that were added, newest first; `cleared`; `changed`.
 *
 * Nothing runs where nobody listens, and no timer outlives the last connection.
 */
export function eventStream(log: RequestLog): EventStream {
  const listeners = new Set<Response>();
  let added: LoggedRequest[] = [];
  let batch: NodeJS.Timeout | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let unsubscribe = (): void => {};

  function send(response: Response, text: string): void {
    // It has not read for long. It may come again, and is given the whole list then.
    if (response.writableLength > BACKLOG_BYTES) response.destroy();
    else response.write(text);
  }

  function tell(text: string): void {
    for (const response of listeners) send(response, text);
  }

  function flush(): void {
    clearTimeout(batch);
    batch = undefined;
    if (added.length > 0) tell(eventOf('requests', added.reverse()));
    added = [];
  }

  function start(): void {
    heartbeat = setInterval(() => tell(': still here\n\n'), HEARTBEAT_MILLISECONDS).unref();
    unsubscribe = log.subscribe((change) => {
      if (change === 'cleared') {
        added = [];
        tell(eventOf('cleared', {}));
      } else {
        added.push(change.added);
        batch ??= setTimeout(flush, BATCH_MILLISECONDS).unref();
      }
    });
  }

  function stop(): void {
    clearInterval(heartbeat);
    clearTimeout(batch);
    batch = undefined;
    added = [];
    unsubscribe();
  }

  return {
    changed: () => tell(eventOf('changed', {})),
    listen(_request, response) {
      if (listeners.size >= LISTENERS) {
        const refusal = problemOf(503, `${LISTENERS} pages listen already.`);
        return sendAnswer(response, { ...refusal, headers: { ...refusal.headers, 'retry-after': '5' } });
      }
      // What is waiting for the next batch is in the snapshot that comes now.
      flush();
      if (listeners.size === 0) start();
      listeners.add(response);
      response.once('close', () => {
        listeners.delete(response);
        if (listeners.size === 0) stop();
      });
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      send(response, `retry: 1000\n${eventOf('snapshot', log.entries())}`);
    },
  };
}

/** JSON has no line ends outside its strings, and none unescaped inside: one line of data. */
function eventOf(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { onTestFinished } from 'vitest';

export interface ServerSentEvent {
  readonly event: string;
  readonly data: unknown;
}

export interface Listening {
  readonly response: IncomingMessage;
  /** The next event; comments apart. */
  next(): Promise<ServerSentEvent>;
  /** Resolves at the end of the connection, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): void;
}

/** Listens to server-sent events, and stops at the end of the test. */
export async function listenTo(url: string): Promise<Listening> {
  const sent: ClientRequest = request(url, { agent: false }).end();
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    sent.on('response', resolve).on('error', reject),
  );
  const ended = new Promise<void>((resolve) => response.on('close', () => resolve()));
  response.on('error', () => {});
  const events: ServerSentEvent[] = [];
  let wake = () => {};
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (event !== undefined && data !== undefined) events.push({ event, data: JSON.parse(data) });
    }
    wake();
  });
  const listening: Listening = {
    response,
    ended,
    async next() {
      for (;;) {
        const event = events.shift();
        if (event) return event;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    stop: () => void sent.destroy(),
  };
  onTestFinished(() => listening.stop());
  return listening;
}

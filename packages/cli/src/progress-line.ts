import type { WriteStream } from 'node:tty';

/** One line of a terminal that is written over and over. Where there is no terminal, nothing is written. */
export interface ProgressLine {
  show(text: string): void;
  erase(): void;
}

const ERASE = '\r\u001b[K';

export function progressLine(stream: Pick<WriteStream, 'write' | 'isTTY' | 'columns'>): ProgressLine {
  if (!stream.isTTY) return { show() {}, erase() {} };
  return {
    // A line that wraps would not be erased.
    show: (text) => void stream.write(ERASE + text.slice(0, Math.max(1, (stream.columns || 80) - 1))),
    erase: () => void stream.write(ERASE),
  };
}

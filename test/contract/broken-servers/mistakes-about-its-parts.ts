import { fault, type Mistake } from './mistake.ts';
import { canonical, rightSteps, type TokenSteps } from './token-server.ts';

const right = rightSteps();
const lenient = (text: string) => Buffer.from(text, 'base64');

/** Mistakes about the seed and the nonce of a token. */
export const aboutItsParts: readonly Mistake<TokenSteps>[] = [
  {
    mistake: 'has no window',
    steps: { inWindow: () => true },
    fails: ['takes-an-old-seed', 'takes-a-seed-from-the-future', 'ignores-the-offset'],
  },
  {
    mistake: 'has no window on the future side',
    steps: { inWindow: (time) => Date.now() - time <= 300_000 },
    fails: ['takes-a-seed-from-the-future', 'ignores-the-offset'],
  },
  {
    mistake: 'has no window on the past side',
    steps: { inWindow: (time) => time - Date.now() <= 300_000 },
    fails: ['takes-an-old-seed', 'ignores-the-offset'],
  },
  {
    mistake: 'has a window of two minutes',
    steps: { inWindow: (time) => Math.abs(Date.now() - time) <= 120_000 },
    fails: ['refuses-a-seed-of-four-minutes-ago', 'refuses-a-seed-four-minutes-ahead'],
  },
  {
    mistake: 'drops the offset of a seed',
    steps: { timeOf: (seed) => right.timeOf(seed.replace(/[+-]\d\d:?\d\d$/, 'Z')) },
    fails: ['ignores-the-offset', 'wants-one-form-of-zone'],
  },
  {
    mistake: 'knows offsets with a colon alone',
    steps: { timeOf: (seed) => (/[+-]\d{4}$/.test(seed) ? undefined : right.timeOf(seed)) },
    fails: ['wants-one-form-of-zone'],
  },
  {
    mistake: 'knows no fractions of a second',
    steps: { timeOf: (seed) => (seed.includes('.') ? undefined : right.timeOf(seed)) },
    fails: ['refuses-fractions-of-a-second'],
  },
  {
    mistake: 'wants seconds',
    steps: { timeOf: (seed) => (/T\d\d:\d\d:/.test(seed) ? right.timeOf(seed) : undefined) },
    fails: ['wants-seconds'],
  },
  {
    mistake: 'takes a seed without a zone for UTC',
    steps: { timeOf: (seed) => right.timeOf(seed) ?? right.timeOf(`${seed}Z`) },
    fails: ['takes-a-seed-without-a-zone'],
  },
  {
    mistake: 'understands words',
    steps: { timeOf: (seed) => (seed === 'now' ? Date.now() : right.timeOf(seed)) },
    fails: ['takes-the-word-now'],
  },
  {
    mistake: 'parses seeds with Date.parse',
    steps: {
      timeOf(seed) {
        const time = Date.parse(seed.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
        return Number.isNaN(time) ? undefined : time;
      },
    },
    fails: ['takes-a-seed-without-a-zone', 'takes-other-forms-of-time', 'takes-impossible-dates'],
  },
  {
    mistake: 'adds up the parts of a seed',
    steps: {
      timeOf(seed) {
        const [, ...parts] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/.exec(seed)?.map(Number) ?? [];
        const [year = 0, month = 0, day, hour, minute, second] = parts;
        return parts.length === 6 ? Date.UTC(year, month - 1, day, hour, minute, second) : right.timeOf(seed);
      },
    },
    fails: ['takes-impossible-dates'],
  },
  {
    mistake: 'wants a nonce of eight bytes',
    steps: { decodeNonce: (text) => (lenient(text).length < 8 ? undefined : canonical(text)) },
    fails: ['wants-a-long-nonce'],
  },
  {
    mistake: 'reads a nonce as text',
    steps: { decodeNonce: (text) => canonical(text) && Buffer.from(lenient(text).toString('utf8')) },
    fails: ['takes-a-used-token-in-another-spelling', 'reads-the-nonce-as-text'],
  },
  {
    mistake: 'decodes a nonce for as long as it can',
    steps: {
      decodeNonce(text) {
        const once = canonical(text);
        return (once && canonical(once.toString('latin1'))) ?? once;
      },
    },
    fails: ['decodes-the-nonce-twice'],
  },
  {
    mistake: 'fails where the text is not base64',
    steps: { decodeNonce: (text) => canonical(text) ?? fault('not base64') },
    fails: [
      'takes-a-used-token-in-another-spelling',
      'takes-base64-in-another-spelling',
      'takes-a-nonce-that-is-no-base64',
      'fails-on-what-is-no-base64',
    ],
  },
];

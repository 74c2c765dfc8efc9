import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type SaxesAttributePlain, SaxesParser } from 'saxes';
import { Parser as TapParser } from 'tap-parser';
import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../run/run-case.ts';
import type { ContractReport } from '../run/run-contract.ts';
import { reporters } from './reporters.ts';
import type { ReportOptions } from './standing.ts';

function resultOf(name: string, more: Partial<CaseResult> = {}): CaseResult {
  return {
    id: `basic/${name}`,
    name,
    level: 'required',
    outcome: 'passed',
    sent: 'a wrong secret',
    expected: 'it is refused',
    why: 'A secret that is not needed keeps nobody out.',
    source: 'RFC 7617, section 2',
    exchanges: [],
    milliseconds: 12.345,
    ...more,
  };
}

const reportOf = (...results: CaseResult[]): ContractReport => ({
  profile: 'basic',
  url: 'http://127.0.0.1:3000/api',
  results,
});

const exchanges: CaseResult['exchanges'] = [
  {
    request: {
      method: 'GET',
      path: '/orders?q=1',
      headers: [['Authorization', 'Basic cGFydG5lcjpzM2NyZXQ=']],
    },
    answer: { status: 200, headers: {}, text: 'in', json: undefined, milliseconds: 3 },
  },
];

const every = reportOf(
  resultOf('refuses-the-right-pair'),
  resultOf('accepts-a-wrong-secret', { outcome: 'failed', reason: 'it was answered 200', exchanges }),
  resultOf('is-too-strict', { outcome: 'failed', level: 'advice', reason: 'it was answered 400' }),
  resultOf('splits-at-the-second-colon', { outcome: 'skipped', reason: 'needs accountWithColon' }),
);

// What a server can put into a reason, and what a parser trips over.
const hostile = [
  [
    'control characters',
    'bell \u0007 escape \u001b[31mred\u001b[0m null \u0000 delete \u007f next line \u0085',
  ],
  ['the end of CDATA', 'x ]]> y <![CDATA[ z --> <failure/> & &amp; &lt; "quoted" \'quoted\''],
  ['an emoji', 'no entry \u{1f6ab} for you'],
  ['half an emoji', `cut ${'\u{1f6ab}'.slice(0, 1)}`],
  ['line breaks', 'one\ntwo\r\nthree\rfour\u2028five\u2029six'],
  ['the start of a directive', 'not # TODO later # SKIP now \\# \\\\# ok'],
  ['the end of a YAML block', 'x\n  ...\nok 99 - smuggled\n1..0\nBail out! now'],
  ['non-characters', 'a \ufffe b \uffff c \ufeff d'],
  ['text that runs backwards', 'a \u202eb\u202c c'],
  ['nothing', ''],
] as const;

/** Each hostile text as the reason of a failure, of advice and of what was skipped. */
const hostileReport = (reason: string) =>
  reportOf(
    resultOf('one', { outcome: 'failed', reason }),
    resultOf('two', { outcome: 'failed', level: 'advice', reason }),
    resultOf('three', { outcome: 'skipped', reason }),
    resultOf('four'),
  );

describe('for people', () => {
  test('a line a case, what failed in full, then the counts', () => {
    expect(reporters.people(every)).toBe(
      [
        'ok   basic/refuses-the-right-pair',
        'FAIL basic/accepts-a-wrong-secret',
        '     sent:     a wrong secret',
        '     expected: it is refused',
        '     got:      it was answered 200',
        '     why:      A secret that is not needed keeps nobody out.',
        '     source:   RFC 7617, section 2',
        "     again:    curl -i --path-as-is --globoff -X GET -H 'Authorization: Basic cGFydG5lcjpzM2NyZXQ=' 'http://127.0.0.1:3000/api/orders?q=1'",
        'FAIL basic/is-too-strict (advice)',
        '     sent:     a wrong secret',
        '     expected: it is refused',
        '     got:      it was answered 400',
        '     why:      A secret that is not needed keeps nobody out.',
        '     source:   RFC 7617, section 2',
        'skip basic/splits-at-the-second-colon: needs accountWithColon',
        '',
        '1 passed, 2 failed, 1 skipped',
        '',
      ].join('\n'),
    );
  });

  test('advice that fails nothing is a note', () => {
    const text = reporters.people(every, { advice: 'report' });
    expect(text).toContain('\nnote basic/is-too-strict (advice)\n');
    expect(text).toMatch(/\n\n1 passed, 1 failed, 1 advised, 1 skipped\n$/);
  });

  test.each(hostile)('%s in a reason stays on its line and moves no cursor', (_what, reason) => {
    const text = reporters.people(hostileReport(reason));
    expect(text.split('\n')).toHaveLength(6 + 6 + 1 + 1 + 3);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}]/u);
  });
});

describe('as TAP', () => {
  function parsed(text: string) {
    const points: {
      ok: boolean;
      name: string;
      skip?: boolean | string;
      todo?: boolean | string;
      diag?: unknown;
    }[] = [];
    const strange: string[] = [];
    const parser = new TapParser({ strict: true });
    parser.on('assert', ({ ok, name, skip, todo, diag }) => points.push({ ok, name, skip, todo, diag }));
    parser.on('extra', (line: string) => strange.push(line));
    parser.on('bailout', (why: string) => strange.push(why));
    let whole: unknown;
    parser.on('complete', ({ ok, count, pass, fail, skip, todo, failures }) => {
      whole = { ok, count, pass, fail, skip, todo };
      strange.push(...failures.filter(({ tapError }: { tapError?: string }) => tapError).map(String));
    });
    parser.end(text);
    return { points, strange, whole };
  }

  test('is read by a parser as what it is', () => {
    const text = reporters.tap(every);
    expect(text.startsWith('TAP version 14\n1..4\nok 1 - basic/refuses-the-right-pair\n')).toBe(true);
    const { points, strange, whole } = parsed(text);
    expect(strange).toEqual([]);
    expect(whole).toEqual({ ok: false, count: 4, pass: 2, fail: 2, skip: 1, todo: 0 });
    expect(points[1]).toMatchObject({
      ok: false,
      name: 'basic/accepts-a-wrong-secret',
      diag: {
        level: 'required',
        sent: 'a wrong secret',
        expected: 'it is refused',
        got: 'it was answered 200',
        why: 'A secret that is not needed keeps nobody out.',
        source: 'RFC 7617, section 2',
      },
    });
    expect(points[3]).toMatchObject({ ok: true, skip: 'needs accountWithColon' });
  });

  test('advice that fails nothing is a TODO', () => {
    const { points, whole } = parsed(reporters.tap(every, { advice: 'report' }));
    expect(points[2]).toMatchObject({ ok: false, todo: 'advice', diag: { got: 'it was answered 400' } });
    expect(whole).toMatchObject({ fail: 2, todo: 1 });
    const followed = parsed(reporters.tap(reportOf(...every.results.slice(2)), { advice: 'report' }));
    expect(followed.whole).toMatchObject({ ok: true });
  });

  test.each(hostile)('%s in a reason does not break it', (_what, reason) => {
    const { points, strange, whole } = parsed(reporters.tap(hostileReport(reason)));
    expect(strange).toEqual([]);
    expect(whole).toEqual({ ok: false, count: 4, pass: 2, fail: 2, skip: 1, todo: 0 });
    expect(points.map(({ name }) => name)).toEqual(['basic/one', 'basic/two', 'basic/three', 'basic/four']);
    expect(points[0]?.diag).toMatchObject({ got: reason.replace(/\p{Surrogate}/gu, '\ufffd') });
    expect(points[3]).toMatchObject({ ok: true });
  });
});

describe('as JUnit XML', () => {
  interface Element {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
    text: string;
  }

  /** Every element in document order; throws for what is not well-formed. */
  function parsed(xml: string): Element[] {
    const elements: Element[] = [];
    const open: Element[] = [];
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ name, attributes }) => {
      const element = {
        name,
        attributes: attributes as Record<string, SaxesAttributePlain & string>,
        text: '',
      };
      elements.push(element);
      open.push(element);
    });
    parser.on('closetag', () => void open.pop());
    parser.on('text', (text) => {
      const last = open.at(-1);
      if (last) last.text += text;
    });
    parser.write(xml).close();
    return elements;
  }

  const named = (elements: Element[], name: string) => elements.filter((element) => element.name === name);

  test('is read by a parser as what it is', () => {
    const elements = parsed(reporters.junit(every));
    const totals = { tests: '4', failures: '2', errors: '0', skipped: '1', time: '0.049' };
    expect(named(elements, 'testsuites')).toMatchObject([{ attributes: totals }]);
    expect(named(elements, 'testsuite')).toMatchObject([
      { attributes: { ...totals, name: 'countersign contract basic' } },
    ]);
    expect(named(elements, 'testcase').map(({ attributes }) => attributes)).toEqual(
      every.results.map(({ id }) => ({ classname: 'basic', name: id, time: '0.012' })),
    );
    expect(named(elements, 'failure')[0]).toEqual({
      name: 'failure',
      attributes: { message: 'it was answered 200', type: 'required' },
      text: 'sent: a wrong secret\nexpected: it is refused\ngot: it was answered 200\nwhy: A secret that is not needed keeps nobody out.\nsource: RFC 7617, section 2',
    });
    expect(named(elements, 'failure')[1]?.attributes.type).toBe('advice');
    expect(named(elements, 'skipped')).toMatchObject([{ attributes: { message: 'needs accountWithColon' } }]);
  });

  test('advice that fails nothing is skipped, and says so', () => {
    const elements = parsed(reporters.junit(every, { advice: 'report' }));
    expect(named(elements, 'testsuite')[0]?.attributes).toMatchObject({ failures: '1', skipped: '2' });
    expect(named(elements, 'skipped')[0]?.attributes).toEqual({ message: 'advice: it was answered 400' });
  });

  test.each(hostile)('%s in a reason does not break it', (_what, reason) => {
    const elements = parsed(reporters.junit(hostileReport(reason)));
    const readable = reason.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
    expect(named(elements, 'testcase')).toHaveLength(4);
    expect(named(elements, 'failure').map(({ attributes }) => attributes.message)).toEqual([
      readable,
      readable,
    ]);
    expect(named(elements, 'skipped')[0]?.attributes.message).toBe(readable);
  });
});

describe('as JSON', () => {
  const schema = JSON.parse(readFileSync(new URL('../../report.schema.json', import.meta.url), 'utf8'));
  const validate = new Ajv2020({
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    allErrors: true,
  }).compile(schema);
  const parsed = (report: ContractReport, options?: ReportOptions) => {
    const value = JSON.parse(reporters.json(report, options));
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
    return value;
  };

  test('is as its schema says', () => {
    expect(parsed(every)).toMatchObject({
      profile: 'basic',
      url: 'http://127.0.0.1:3000/api',
      counts: { passed: 1, failed: 2, advised: 0, skipped: 1 },
      results: [
        { id: 'basic/refuses-the-right-pair', outcome: 'passed', milliseconds: 12 },
        { outcome: 'failed', reason: 'it was answered 200', statuses: [200] },
        { outcome: 'failed', level: 'advice' },
        { outcome: 'skipped', reason: 'needs accountWithColon' },
      ],
    });
  });

  test('the schema tells what is none of it', () => {
    expect(validate({})).toBe(false);
    const failedWithoutReason = JSON.parse(reporters.json(reportOf(resultOf('one', { outcome: 'failed' }))));
    expect(validate(failedWithoutReason)).toBe(false);
  });

  test('advice that fails nothing is counted apart', () => {
    expect(parsed(every, { advice: 'report' })).toMatchObject({
      counts: { failed: 1, advised: 1 },
      results: [{}, {}, { outcome: 'advised' }, {}],
    });
  });

  test.each(hostile)('%s in a reason does not break it', (_what, reason) => {
    expect(parsed(hostileReport(reason)).results[0].reason).toBe(reason);
  });
});

test.each(['tap', 'junit', 'json'] as const)(
  '%s, which is kept as a file, holds nothing that was sent',
  (name) => {
    const text = reporters[name](every);
    expect(text).not.toContain('cGFydG5lcjpzM2NyZXQ=');
    expect(text).not.toContain('/orders');
  },
);

test.each(['people', 'tap', 'junit', 'json'] as const)('a report without cases is one of %s too', (name) => {
  expect(reporters[name](reportOf())).toMatch(/\n$/);
});

const repeating = (reason: string) =>
  reportOf(resultOf('accepts-a-wrong-secret', { outcome: 'failed', reason, exchanges }));

describe.each(['tap', 'junit', 'json'] as const)('%s, which is kept', (name) => {
  test.each([
    { what: 'the header', repeated: 'Basic cGFydG5lcjpzM2NyZXQ=', secret: 'cGFydG5lcjpzM2NyZXQ' },
    { what: 'a part of the header, cut', repeated: 'Basic cGFydG5lcjpz', secret: 'cGFydG5lcjpz' },
    { what: 'the pair', repeated: 'partner:s3cret', secret: 's3cret' },
    { what: 'the secret, twice', repeated: 's3cret is not s3cret', secret: 's3cret' },
  ])('holds no credential where a server repeats $what', ({ repeated, secret }) => {
    const text = reporters[name](repeating(`it was answered 403: no ${repeated}`));
    expect(text).toContain('it was answered 403: no ');
    expect(text).not.toContain(secret);
  });
});

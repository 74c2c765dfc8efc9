import { describe, expect, test } from 'vitest';
import { parseSeed } from './seed.ts';

describe('seeds of real clients', () => {
  // Instants from `date -u -d SEED +%s.%N` of GNU coreutils, cut to milliseconds.
  test.each([
    { seed: '2026-11-21T22:13:27+00:00', time: 1_795_299_207_000 },
    { seed: '2026-11-21T17:13:27-05:00', time: 1_795_299_207_000 },
    { seed: '2026-11-21T22:13:39.969Z', time: 1_795_299_219_969 },
    { seed: '2026-11-21T22:13:40.115539+00:00', time: 1_795_299_220_115 },
    { seed: '2026-11-21T17:26-0500', time: 1_795_299_960_000 },
    { seed: '2016-10-26T21:37:00+00:00', time: 1_477_517_820_000 },
    { seed: '2026-01-02T03:04:05Z', time: 1_767_323_045_000 },
  ])('$seed is $time', ({ seed, time }) => {
    expect(parseSeed(seed)).toEqual({ text: seed, time });
  });
});

describe('the edges of the grammar', () => {
  test.each([
    { what: 'the epoch', seed: '1970-01-01T00:00:00Z', time: 0 },
    { what: 'a year of the first century', seed: '0099-12-31T23:59:59Z', time: -59_011_459_201_000 },
    { what: 'the last year', seed: '9999-12-31T23:59:59Z', time: 253_402_300_799_000 },
    { what: 'a leap day', seed: '2024-02-29T00:00:00Z', time: 1_709_164_800_000 },
    { what: 'a leap day of a century that has one', seed: '2000-02-29T23:59:59Z', time: 951_868_799_000 },
    { what: 'no seconds, UTC', seed: '2026-01-02T03:04Z', time: 1_767_323_040_000 },
    { what: 'one fractional digit', seed: '2026-01-02T03:04:05.9Z', time: 1_767_323_045_900 },
    { what: 'two fractional digits', seed: '2026-01-02T03:04:05.09Z', time: 1_767_323_045_090 },
    { what: 'nine, cut and not rounded', seed: '2026-01-02T03:04:05.999999999Z', time: 1_767_323_045_999 },
    { what: 'the largest offset', seed: '2026-01-02T00:00+23:59', time: 1_767_225_660_000 },
    { what: 'the offset of a half-hour zone', seed: '2026-01-02T08:34:05+0530', time: 1_767_323_045_000 },
    { what: 'a negative zero offset', seed: '2026-01-02T03:04:05-00:00', time: 1_767_323_045_000 },
  ])('$what: $seed is $time', ({ seed, time }) => {
    expect(parseSeed(seed)?.time).toBe(time);
  });

  test.each([
    { what: 'nothing', seed: '' },
    { what: 'no zone', seed: '2026-01-02T03:04:05' },
    { what: 'no zone and no seconds', seed: '2026-01-02T03:04' },
    { what: 'no minutes', seed: '2026-01-02T03Z' },
    { what: 'a date alone', seed: '2026-01-02' },
    { what: 'a date with a zone', seed: '2026-01-02Z' },
    { what: 'a lower-case t', seed: '2026-01-02t03:04:05Z' },
    { what: 'a lower-case z', seed: '2026-01-02T03:04:05z' },
    { what: 'a space for T', seed: '2026-01-02 03:04:05Z' },
    { what: 'a year of five digits', seed: '12026-01-02T03:04:05Z' },
    { what: 'a year of three digits', seed: '026-01-02T03:04:05Z' },
    { what: 'a year with a sign', seed: '+002026-01-02T03:04:05Z' },
    { what: 'no hyphens', seed: '20260102T030405Z' },
    { what: 'a week date', seed: '2026-W01-5T03:04:05Z' },
    { what: 'one fractional digit and no seconds', seed: '2026-01-02T03:04.5Z' },
    { what: 'a point without digits', seed: '2026-01-02T03:04:05.Z' },
    { what: 'ten fractional digits', seed: '2026-01-02T03:04:05.1234567890Z' },
    { what: 'a comma for the point', seed: '2026-01-02T03:04:05,5Z' },
    { what: 'hour 24', seed: '2026-01-02T24:00:00Z' },
    { what: 'minute 60', seed: '2026-01-02T03:60:00Z' },
    { what: 'second 60', seed: '2026-01-02T03:04:60Z' },
    { what: 'month 0', seed: '2026-00-02T03:04:05Z' },
    { what: 'month 13', seed: '2026-13-02T03:04:05Z' },
    { what: 'day 0', seed: '2026-01-00T03:04:05Z' },
    { what: 'the 32nd of January', seed: '2026-01-32T03:04:05Z' },
    { what: 'the 31st of April', seed: '2026-04-31T03:04:05Z' },
    { what: 'a leap day of a common year', seed: '2026-02-29T03:04:05Z' },
    { what: 'a leap day of a century that has none', seed: '1900-02-29T03:04:05Z' },
    { what: 'the 30th of February', seed: '2024-02-30T03:04:05Z' },
    { what: 'an offset of 24 hours', seed: '2026-01-02T03:04:05+24:00' },
    { what: 'an offset of 60 minutes', seed: '2026-01-02T03:04:05+05:60' },
    { what: 'an offset of hours alone', seed: '2026-01-02T03:04:05+05' },
    { what: 'an offset with a minus sign that is not ASCII', seed: '2026-01-02T03:04:05−05:00' },
    { what: 'Z and an offset', seed: '2026-01-02T03:04:05Z+00:00' },
    { what: 'the name of a zone', seed: '2026-01-02T03:04:05Z[UTC]' },
    { what: 'a space before', seed: ' 2026-01-02T03:04:05Z' },
    { what: 'a newline after', seed: '2026-01-02T03:04:05Z\n' },
    { what: 'digits that are not ASCII', seed: '２０２６-01-02T03:04:05Z' },
    { what: 'Unix time', seed: '1767323045' },
    { what: 'what Date.parse would read', seed: 'Fri, 02 Jan 2026 03:04:05 GMT' },
  ])('$what is malformed', ({ seed }) => {
    expect(parseSeed(seed)).toBeUndefined();
  });
});

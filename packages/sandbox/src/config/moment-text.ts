import { type Reader, text } from './fields.ts';

const FORM = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

const momentWritten = text(
  'a date, a time and a zone, such as 2030-01-31T12:00:00Z',
  (written) => momentOf(written) !== undefined,
);

/** A point in time, in milliseconds since the epoch. */
export const momentText: Reader<number> = (node, place) => {
  const written = momentWritten(node, place);
  return written === undefined ? undefined : momentOf(written);
};

function momentOf(written: string): number | undefined {
  const [, day] = FORM.exec(written) ?? [];
  const moment = Date.parse(written);
  // Date.parse takes the 30th of February for the 2nd of March.
  const isDay = day !== undefined && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
  return isDay && Number.isFinite(moment) ? moment : undefined;
}

const DAY = 86_400_000;

/**
 * The given time in texts that name no date and time of the calendar, and mean it to who adds up whatever they say.
 * @param time milliseconds since the epoch
 */
export function overflowingSeeds(time: number): { readonly seed: string; readonly what: string }[] {
  const now = new Date(time);
  const iso = (instant: number) => new Date(instant).toISOString().slice(0, 19);
  const two = (number: number) => String(number).padStart(2, '0');
  const clockTime = iso(time).slice(10);
  const lastOfMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0));
  const longDay = two(lastOfMonth.getUTCDate() + now.getUTCDate());
  const longMonth = two(now.getUTCMonth() + 13);
  return [
    { what: 'second 60', seed: `${iso(time - 60_000).slice(0, 17)}60Z` },
    {
      what: 'an hour past 23',
      seed: `${iso(time - DAY).slice(0, 11)}${two(now.getUTCHours() + 24)}${clockTime.slice(3)}Z`,
    },
    {
      what: 'a day past the end of its month',
      seed: `${lastOfMonth.toISOString().slice(0, 8)}${longDay}${clockTime}Z`,
    },
    {
      what: 'a month past 12',
      seed: `${now.getUTCFullYear() - 1}-${longMonth}-${two(now.getUTCDate())}${clockTime}Z`,
    },
    { what: '30 February', seed: `${now.getUTCFullYear()}-02-30${clockTime}Z` },
  ];
}

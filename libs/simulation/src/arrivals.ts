/** The opening campaign: the first two weeks bring this share of all visitors of the usual 85 days. */
const OPENING_DAYS = 14;
const OPENING_WEIGHT = 1.9;

const weightOf = (day: number): number => (day < OPENING_DAYS ? OPENING_WEIGHT : 1);

/** Visitors who come for the first time on `day`: numbered in order of their days. */
export function arrivalsOf(
  visitors: number,
  days: number,
  day: number,
): { readonly first: number; readonly count: number } {
  const before = (end: number): number => {
    let sum = 0;
    for (let each = 0; each < end; each += 1) sum += weightOf(each);
    return sum;
  };
  const share = (end: number): number => Math.round((visitors * before(end)) / before(days));
  return { first: share(day), count: share(day + 1) - share(day) };
}

import { addDays } from './days.js';

/** Days as YYYY-MM-DD, both among them. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** What of the asked days is neither in one of the ranges nor among the known days, as ranges in their order. */
export function missingDays(asked: DayRange, computed: readonly DayRange[], known: ReadonlySet<string>): DayRange[] {
  const found: DayRange[] = [];
  for (let day = asked.from; day <= asked.to; day = addDays(day, 1)) {
    if (known.has(day) || computed.some(({ from, to }) => from <= day && day <= to)) continue;
    const last = found.at(-1);
    if (last !== undefined && addDays(last.to, 1) === day) found[found.length - 1] = { from: last.from, to: day };
    else found.push({ from: day, to: day });
  }
  return found;
}

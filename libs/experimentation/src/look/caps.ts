import type { LookCap, LookView } from '#libs/contracts';
import { capAtLook, isInsufficient } from '#libs/stats';
import { lineName, type MetricLine } from '../metric/metric-line.js';
import type { FoundLine, Reading } from '../results/reading.js';

/**
 * The caps at a percentile as a look has them: one that an earlier look has frozen, or that of its own data, which it freezes
 * where the metric says so. A look without a value for one freezes nothing; the next one tries again.
 *
 * @param number of the look, which tells it from all others; its place since the units were divided counts for the metric
 */
export function capsOf(
  lines: readonly MetricLine[],
  reading: Reading,
  past: readonly LookView[],
  number: number,
): LookCap[] {
  const before = latestCaps(past);
  return lines.flatMap((line): LookCap[] => {
    const { cap } = line.definition;
    if (cap === null || 'absolute' in cap) return [];
    const known = before.find((one) => lineName(one) === lineName(line));
    if (known?.frozen === true) return [known];
    const value = foundFor(reading, line)?.cap?.value ?? null;
    if (value === null) return [];
    const rule = { kind: 'percentile', q: cap.percentile, frozenAtLook: cap.frozen_at_look ?? 1 } as const;
    const found = capAtLook(rule, null, { look: past.length + 1, percentile: Number(value) });
    if (isInsufficient(found)) return [];
    const { metric, version, reading: name } = line;
    return [{ metric, version, reading: name, percentile: cap.percentile, value, frozen: found.frozen, look: number }];
  });
}

/** What refreshes and looks to come are capped at. */
export const frozenCaps = (looks: readonly Pick<LookView, 'caps'>[]): LookCap[] =>
  latestCaps(looks).filter(({ frozen }) => frozen);

/**
 * A reading, with the caps that it was summed by known to be frozen: by a look before it, or by the one that it is of. A reading
 * from before that look is summed by another cap, and stays as it is.
 */
export function withFrozen(reading: Reading, caps: readonly LookCap[]): Reading {
  const frozen = caps.filter((one) => one.frozen);
  if (frozen.length === 0) return reading;
  return {
    ...reading,
    lines: reading.lines.map((line) => {
      const known = frozen.find((one) => lineName(one) === lineName(line));
      return line.cap == null || known?.value !== line.cap.value
        ? line
        : { ...line, cap: { ...line.cap, look: known.look } };
    }),
  };
}

/** Why nothing can be said of a line yet, as far as its cap goes; undefined where nothing speaks against it. */
export function problemOfCap({ definition }: Pick<MetricLine, 'definition'>, found: FoundLine | undefined) {
  const { cap } = definition;
  if (cap === null || 'absolute' in cap || found === undefined) return undefined;
  if (found.cap?.value == null)
    return {
      why: 'no_cap',
      detail: `No unit with a closed window, or most have nothing: there is no ${percentileText(cap.percentile)} percentile above 0 to cap at.`,
    };
  if (found.cap.look !== null) return undefined;
  return {
    why: 'cap_not_frozen',
    detail: `The cap is frozen at look ${cap.frozen_at_look ?? 1}: until then it moves with the data, and takes the values of units with it that were counted before.`,
  };
}

export const percentileText = (share: number): string => `${Number((100 * share).toFixed(4))}.`;

export const foundFor = ({ lines }: Reading, line: MetricLine): FoundLine | undefined =>
  lines.find((one) => lineName(one) === lineName(line));

/** Of each line what the last look that speaks of it says. */
function latestCaps(looks: readonly Pick<LookView, 'caps'>[]): LookCap[] {
  const latest = new Map(looks.flatMap(({ caps = [] }) => caps).map((one) => [lineName(one), one]));
  return [...latest.values()];
}

import type { FileLookView } from '#libs/contracts';
import { percentText, pText, signedText } from '../results/number-text.js';
import { isTaken, type looksOf } from './take-looks.js';

interface Said {
  readonly key: string;
  readonly variant: string;
  readonly baseline: string;
  readonly looks: ReturnType<typeof looksOf>;
  readonly trusted: boolean;
}

/** The size of an effect with the interval of its look, relative where there is one. */
export function lookSize({ estimate, interval, relative }: FileLookView): { effect: string; interval: string | null } {
  if (relative?.kind === 'estimate')
    return {
      effect: percentText(relative.estimate),
      interval: `${percentText(relative.interval.lower)} to ${percentText(relative.interval.upper)}`,
    };
  return {
    effect: signedText(estimate),
    interval: interval === null ? null : `${signedText(interval.lower)} to ${signedText(interval.upper)}`,
  };
}

/** Why the last one could not. */
const emptyDetail = (looks: Said['looks']): string[] =>
  looks.slice(-1).flatMap((look) => (isTaken(look) ? [] : [look.detail]));

/** What the looks at one treatment say, in one sentence. */
export function looksWords({ key, variant, baseline, looks, trusted }: Said): string {
  const name = `${key} in ${variant}`;
  const last = looks.findLast(isTaken);
  if (last === undefined) return [`${name}: no look could be taken.`, ...emptyDetail(looks)].join(' ');
  if (!trusted) return `${name}: no verdict, since the data cannot be trusted (see above).`;
  const { effect, interval } = lookSize(last);
  const size = interval === null ? effect : `${effect} (${interval})`;
  const share = last.fraction === null ? '' : `, ${percentText(last.fraction).slice(1)} of the plan`;
  const p = last.p_value === null ? '' : `, p ${pText(last.p_value)}`;
  if (last.stage === 'interim') return `${name}: no verdict yet after the look of ${last.day}${share}. So far ${size}.`;
  if (last.verdict === 'no_difference_found')
    return `No difference found for ${name} at the end of the plan, ${last.day}: ${size}${p}.`;
  return `${name} is ${last.verdict} than in ${baseline}, decided at the look of ${last.day}${share}: ${size}${p}.`;
}

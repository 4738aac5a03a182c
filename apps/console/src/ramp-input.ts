import type { FlagRule } from '#libs/contracts';
import { ApiError } from './http.js';
import { timeOfInput } from './local-input.js';

type Ramp = NonNullable<Extract<FlagRule, { kind: 'rollout' }>['ramp']>;

/** Shares are numbers of eight digits: a sum of floating-point dust is none. */
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** A share for an input in percent. */
export const percentInput = (coverage: number | undefined): string =>
  coverage === undefined ? '' : String(rounded(coverage * 100, 6));

/**
 * The steps that a form says, `at 0` and `share 0` first. A step without a time is none.
 * @param before what the form began with
 * @throws ApiError for a time without a share
 */
export function rampOf(texts: Readonly<Record<string, string>>, count: number, before: Ramp): Ramp {
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const at = timeOfInput(texts[`at ${index}`], before[index]?.at ?? null);
    if (at === null) return [];
    const share = texts[`share ${index}`];
    if (share === undefined)
      throw new ApiError({ title: 'No share', status: 400, detail: `Step ${index + 1} has a time and no share.` });
    return [{ at, coverage: rounded(Number(share) / 100, 8) }];
  });
}

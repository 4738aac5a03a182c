import { isInsufficient, type Interval, type Outcome, type RelativeEffect, type UnboundedEffect } from '#libs/stats';

/** Whether an interval says that there is an effect. */
export const excludesZero = ({ lower, upper }: Interval): boolean => lower > 0 || upper < 0;

/** The same of a relative effect; undefined where there is none. */
export function relativeVerdict(effect: Outcome<RelativeEffect | UnboundedEffect>): boolean | undefined {
  if (isInsufficient(effect)) return undefined;
  return effect.kind === 'unbounded' ? effect.excludesZero : excludesZero(effect.interval);
}

/** Whether a relative interval holds the truth; one without ends holds what it does not exclude. */
export function holdsLift(effect: RelativeEffect | UnboundedEffect, lift: number): boolean {
  if (effect.kind === 'estimate') return holds(effect.interval, lift);
  return effect.excluded === null || !(effect.excluded.lower < lift && lift < effect.excluded.upper);
}

export const holds = ({ lower, upper }: Interval, truth: number): boolean => lower <= truth && truth <= upper;

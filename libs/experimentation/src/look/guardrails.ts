import type { Guardrail, GuardrailView, KeptPlan, MetricDefinition } from '#libs/contracts';
import { isInsufficient, nonInferiority } from '#libs/stats';
import { samplesOf, type Sums } from '../results/effects.js';
import { plannedPair } from './comparison.js';

/** One treatment on one guardrail, of units whose window has closed. */
export interface Guarded {
  readonly plan: KeptPlan;
  readonly guardrail: Guardrail;
  readonly direction: MetricDefinition['direction'];
  /** Its sums are of values times 10^scale. */
  readonly scale: number;
  readonly baseline: Sums;
  readonly treatment: Sums;
  /** Why its cap speaks against any word; null where it does not. */
  readonly uncapped: string | null;
  /** Enrolment has ended and every window of the metric is closed. */
  readonly closed: boolean;
}

/**
 * Whether a treatment keeps a guardrail, on one side at half the plan's level. Until all windows are closed it is read at
 * any time, so its p-values are the always-valid ones: an alarm may stop the experiment on whichever day it comes.
 */
export function guardrailOf({
  plan,
  guardrail,
  direction,
  scale,
  baseline,
  treatment,
  uncapped,
  closed,
}: Guarded): GuardrailView {
  const { metric, margin } = guardrail;
  const view = { metric, variant: treatment.variant, margin, final: closed };
  if (uncapped !== null) return { ...view, verdict: 'undecided', p_held: null, p_broken: null, detail: uncapped };
  const result = nonInferiority(...samplesOf(baseline, treatment), {
    alpha: plan.alpha / 2,
    margin: margin.kind === 'relative' ? margin : { ...margin, value: margin.value * 10 ** scale },
    better: direction === 'increase' ? 'higher' : 'lower',
    ...(closed ? {} : { sequence: { plannedUnits: plannedPair(plan, [baseline.variant, treatment.variant]) } }),
  });
  if (isInsufficient(result))
    return { ...view, verdict: 'undecided', p_held: null, p_broken: null, detail: result.detail };
  return { ...view, verdict: result.verdict, p_held: result.pHeld, p_broken: result.pBroken, detail: null };
}

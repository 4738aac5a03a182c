import type { ExperimentPlan } from '#libs/contracts';
import { invalid } from '#libs/errors';
import type { ChosenMetrics } from '../metric/chosen-metrics.js';

/**
 * Of a metric whose time before the exposure is not measured nothing can be taken out.
 * @throws VerdictError `invalid` at `/plan/adjustment`
 */
export function checkAdjustment(
  { metric, adjustment }: Pick<ExperimentPlan, 'metric' | 'adjustment'>,
  chosen: ChosenMetrics,
): void {
  const days = chosen.get(metric)?.definition.covariate_days;
  if (adjustment === undefined || days === undefined || days > 0) return;
  const pointer = '/plan/adjustment';
  const detail = `${metric} has no covariate (covariate_days is 0): nothing says what units did before their exposure`;
  throw invalid(`${pointer}: ${detail}.`, [{ pointer, rule: 'needs_covariate', detail }]);
}

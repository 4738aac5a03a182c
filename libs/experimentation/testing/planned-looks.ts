import type { NewExperiment } from '#libs/contracts';
import { draftOf } from '../src/experiment/draft.js';
import type { Experiment } from '../src/experiment/experiment.js';
import { linesOf } from '../src/metric/metric-line.js';
import type { Reading, VariantSums } from '../src/results/reading.js';
import { chosenReadyMade, pinnedReadyMade } from './ready-made.js';
import { twoArms } from './two-arms.js';

export type Planned = Experiment & { readonly plan: NonNullable<Experiment['plan']> };
export type Plan = NonNullable<NewExperiment['plan']>;

export const keys = ['pledge_conversion', 'pledged_per_visitor'];
export const pinned = pinnedReadyMade(keys);
export const lines = pinned.flatMap(linesOf);

const dayMs = 86_400_000;
export const day = (number: number): Date => new Date(Date.UTC(2026, 0, 1) + number * dayMs);

export const asked: Plan = {
  metric: 'pledge_conversion',
  baseline: 0.1,
  minimum_effect: { kind: 'absolute', value: 0.05 },
  power: 0.8,
  alpha: 0.05,
  procedure: 'group_sequential',
  spending: 'obrien_fleming',
  look_days: 7,
  days: 35,
  guardrails: [],
};

export function planned(plan: Partial<Plan> = {}, over: Partial<Experiment> = {}): Planned {
  const experiment = draftOf(
    {
      ...twoArms,
      metrics: ['pledge_conversion', 'pledged_per_visitor'],
      plan: { ...asked, ...plan },
    },
    { at: day(0), by: 'Ada' },
    chosenReadyMade(keys),
  );
  const kept = over.plan ?? experiment.plan;
  if (kept === null) throw new Error('The draft has no plan.');
  return { ...experiment, state: 'running', startedAt: day(0), ...over, plan: kept };
}

export const shares = (variant: string, units: number, total: number): VariantSums => ({
  variant,
  units,
  total: String(total),
  total_of_squares: String(total),
  closed_units: units,
  closed_total: String(total),
  closed_total_of_squares: String(total),
  denominators: null,
  covariates: null,
});

export const found = (metric: string, variants: readonly VariantSums[]): Reading['lines'][number] => ({
  metric,
  version: 1,
  reading: 'all',
  query: { hash: 'm', parameters: {} },
  variants,
});

export const reading = (through: number, sums: readonly VariantSums[], more: Reading['lines'] = []): Reading => ({
  experimentVersion: 1,
  refreshedAt: day(through),
  dataThrough: day(through),
  engine: 'duckdb v1',
  commit: 'c',
  units: sums.map(({ variant, units }) => ({ variant, units })),
  multipleVariantUnits: 0,
  leftOut: [],
  unitQuery: { hash: 'u', parameters: {} },
  arrivals: null,
  facts: null,
  people: null,
  lines: [found('pledge_conversion', sums), ...more],
});

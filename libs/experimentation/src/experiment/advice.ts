import type { Warning } from '#libs/contracts';
import type { Experiment } from './experiment.js';

/** What an experiment is held against. */
export interface Surroundings {
  /** Days from its start to the end of its enrolment, where they are planned. */
  readonly plannedDays: number | undefined;
  /** New units of its type a day, where the warehouse knows. */
  readonly dailyUnits: number | undefined;
  /** Keys of other experiments that enrol the same units now. */
  readonly others: readonly string[];
}

const MOST_METRICS = 10;
const LONGEST_DAYS = 90;
const daysOfYear = 365.25;
/** The largest weight over the smallest: beyond it the small variant decides how long everything takes. */
const MOST_UNEVEN = 10;
const MOST_OTHERS = 3;

/** What would work and is unwise; empty for a sound experiment. */
export function adviceOn(experiment: Experiment, surroundings: Surroundings): Warning[] {
  return [
    ...aboutMetrics(experiment),
    ...aboutWeights(experiment),
    ...aboutLength(experiment, surroundings),
    ...aboutUnits(experiment, surroundings),
    ...aboutOthers(experiment, surroundings),
  ];
}

function aboutMetrics({ metrics }: Experiment): Warning[] {
  if (metrics.length <= MOST_METRICS) return [];
  const detail = `of ${metrics.length} metrics some will differ by chance: keep to ${MOST_METRICS} that would change the decision`;
  return [{ pointer: '/metrics', rule: 'many_metrics', detail }];
}

function aboutWeights({ variants }: Experiment): Warning[] {
  const idle = variants.flatMap(({ key, weight }, index) =>
    weight > 0
      ? []
      : [{ pointer: `/variants/${index}/weight`, rule: 'weight_of_nothing', detail: `nobody will meet ${key}` }],
  );
  const weights = variants.map(({ weight }) => weight).filter((weight) => weight > 0);
  const [least, most] = [Math.min(...weights), Math.max(...weights)];
  if (weights.length < 2 || most / least < MOST_UNEVEN) return idle;
  const detail = `the largest weight is ${Math.round(most / least)} times the smallest, whose few units decide how long it takes`;
  return [...idle, { pointer: '/variants', rule: 'uneven_weights', detail }];
}

function aboutLength({ plan }: Experiment, { plannedDays }: Surroundings): Warning[] {
  if (plannedDays === undefined || plannedDays <= LONGEST_DAYS) return [];
  const detail = `${lengthOf(plannedDays)} are long: visitors lose their ids and the product changes meanwhile`;
  return [{ pointer: plan?.days === undefined ? '' : '/plan/days', rule: 'long_experiment', detail }];
}

const lengthOf = (days: number): string =>
  days < 2 * daysOfYear ? `${Math.ceil(days)} days` : `${Math.floor(days / daysOfYear)} years`;

/** Whether enough will come in the planned time for the effect that must not be missed. */
function aboutUnits({ plan, coverage, unit }: Experiment, { plannedDays, dailyUnits }: Surroundings): Warning[] {
  if (plan === null || plannedDays === undefined || dailyUnits === undefined) return [];
  const daily = dailyUnits * coverage;
  const expected = Math.floor(daily * plannedDays);
  if (expected >= plan.units.total) return [];
  const needed = daily > 0 ? `; at this rate it would take ${Math.ceil(plan.units.total / daily)} days` : '';
  const detail = `the plan needs ${plan.units.total} units, and about ${expected} of type ${unit} will take part in ${Math.round(plannedDays)} days${needed}`;
  return [{ pointer: '/plan', rule: 'too_few_units', detail }];
}

function aboutOthers({ unit }: Experiment, { others }: Surroundings): Warning[] {
  if (others.length < MOST_OTHERS) return [];
  const named = others.slice(0, MOST_OTHERS).join(', ');
  const more = others.length > MOST_OTHERS ? ` and ${others.length - MOST_OTHERS} more` : '';
  const detail = `each ${unit} may be in ${others.length} running experiments already (${named}${more})`;
  return [{ pointer: '/unit', rule: 'shared_units', detail }];
}

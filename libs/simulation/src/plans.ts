import { planExperiments } from './experiments.js';
import type { PlannedExperiment } from './experiments.js';
import { planFraud } from './fraud/plan.js';
import { Workshop } from './fraud/workshop.js';
import type { FraudPlan } from './fraud/workshop.js';
import { Identifiers } from './identifiers.js';
import { planProjects } from './project-plan.js';
import type { ProjectPlan } from './project-plan.js';
import { scaleOf } from './scale.js';
import type { ScaleName } from './scale.js';

const DAY = 86_400_000;

export interface CompanyOptions {
  /** Any integer: the whole history follows from it. */
  readonly seed: number;
  /** Length of the history; the first experiment's windows close after 81 days, so 85 is usual. */
  readonly days: number;
  readonly scale: ScaleName;
  /** The UTC midnight at which the history ends (exclusive). */
  readonly until: Date;
}

/** All that is decided before the first day. */
export interface Plans {
  readonly seed: number;
  readonly from: number;
  readonly until: number;
  readonly days: number;
  readonly visitors: number;
  readonly ids: Identifiers;
  readonly projects: readonly ProjectPlan[];
  readonly experiments: readonly PlannedExperiment[];
  readonly fraud: readonly FraudPlan[];
}

/** @throws RangeError as `simulateCompany` says */
export function planHistory({ seed, days, scale: name, until }: CompanyOptions): Plans {
  if (!Number.isSafeInteger(seed)) throw new RangeError('The seed must be an integer.');
  if (!Number.isInteger(days) || days < 21 || days > 1000)
    throw new RangeError('The history must have 21 to 1000 days.');
  if (Number.isNaN(until.getTime()) || until.getTime() % DAY !== 0)
    throw new RangeError('The history must end at a UTC midnight.');
  const scale = scaleOf(name, days);
  // Random numbers are of 32 bits: the upper half of a larger seed counts too.
  const folded = (seed ^ Math.floor(seed / 2 ** 32)) | 0;
  const period = { from: until.getTime() - days * DAY, until: until.getTime() };
  const ids = new Identifiers(folded);
  const projects = planProjects(folded, scale, period, ids);
  const fraud = planFraud(new Workshop(folded, period, ids, projects), scale);
  const experiments = planExperiments(period.from, days);
  return { seed: folded, ...period, days, visitors: scale.visitors, ids, projects, experiments, fraud };
}

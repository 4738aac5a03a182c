import {
  confidenceSequence,
  isInsufficient,
  relativeConfidenceSequence,
  sequentialTest,
  welchTest,
  type Outcome,
  type SampleStatistics,
} from '#libs/stats';
import { lookDesigns } from './look-designs.js';
import { excludesZero, relativeVerdict } from './verdict.js';

/** Level of each experiment. */
export const ALPHA = 0.05;

/** In standard errors. */
export const SHORTEST_REACH = Math.sqrt(-2 * Math.log(ALPHA));

export type Pair = readonly [control: Outcome<SampleStatistics>, treatment: Outcome<SampleStatistics>];

/** What the plan of an experiment says of its looks. */
export interface LookPlan {
  readonly looks: number;
  /** Of both variants together, at the end. */
  readonly units: number;
}

/** Whether a look, counted from 0, finds an effect. */
export type LookVerdict = (pair: Pair, look: number) => boolean;

/** A way to read an experiment at several looks. */
export interface Procedure {
  readonly name: string;
  readonly plan: (plan: LookPlan) => LookVerdict;
}

/** Whether a group-sequential look crosses its bound. */
export const groupSequential: Procedure = {
  name: 'group sequential',
  plan: ({ looks }) => {
    const designs = lookDesigns(looks);
    return (pair, look) => {
      const design = designs[look];
      const bound = design?.looks.at(-1)?.bound ?? null;
      // A t is nearer to zero on the normal scale than on its own: under the bound there, it is under it here.
      if (design === undefined || bound === null || !(Math.abs(zOf(pair)) >= bound)) return false;
      const test = sequentialTest(...pair, design);
      return !isInsufficient(test) && test.crossed !== null;
    };
  },
};

/** Whether the confidence sequence excludes zero. It reaches further than √(2 ln 1/α) standard errors, always. */
export const alwaysValid: Procedure = {
  name: 'confidence sequence',
  plan: ({ units }) => {
    const options = { alpha: ALPHA, plannedUnits: units };
    return (pair) => {
      if (Math.abs(zOf(pair)) < SHORTEST_REACH) return false;
      const test = confidenceSequence(...pair, options);
      return !isInsufficient(test) && excludesZero(test.interval);
    };
  },
};

export const relativeAlwaysValid: Procedure = {
  name: 'confidence sequence, relative',
  plan: ({ units }) => {
    const options = { alpha: ALPHA, plannedUnits: units };
    return (pair) => relativeVerdict(relativeConfidenceSequence(...pair, options)) ?? false;
  },
};

/** What everybody does who reads the test of the last day on every day. */
export const naive: Procedure = {
  name: 'Welch’s test at every look',
  plan: () => (pair) => {
    const test = welchTest(...pair, { alpha: ALPHA });
    return !isInsufficient(test) && test.pValue <= ALPHA;
  },
};

/** The test that is read once, at the end. */
export const fixedTest: Procedure = {
  name: 'Welch’s test at the last look',
  plan: (plan) => {
    const verdict = naive.plan(plan);
    return (pair, look) => look === plan.looks - 1 && verdict(pair, look);
  },
};

/** d/se; 0 where there is none. */
export function zOf([control, treatment]: Pair): number {
  if (isInsufficient(control) || isInsufficient(treatment)) return 0;
  const variance = control.variance / control.n + treatment.variance / treatment.n;
  return variance > 0 ? (treatment.mean - control.mean) / Math.sqrt(variance) : 0;
}

import type { ExperimentDefinition } from '#libs/bucketing';
import type { ExperimentPlan } from '#libs/contracts';
import type { PlantedExperiment } from './truths.js';

/** An experiment as an analyst would create it in the product. Times are RFC 3339 in UTC. */
export interface SimulatedExperiment {
  readonly key: string;
  readonly hypothesis: string;
  readonly unit: 'visitor';
  readonly salt: string;
  readonly variants: readonly { readonly key: string; readonly weight: number }[];
  readonly coverage: number;
  /** The variant that paused or uncovered units get, and the one that others are compared with. */
  readonly baseline: string;
  readonly metrics: readonly MetricKey[];
  readonly plan?: ExperimentPlan;
  readonly startedAt: string;
  readonly enrolmentClosedAt?: string;
  readonly stoppedAt?: string;
}

export type MetricKey = 'pledge_conversion' | 'pledged_per_visitor' | 'collected_per_visitor';

/** An experiment with the truth about it. */
export interface PlannedExperiment {
  readonly definition: SimulatedExperiment;
  readonly truth: PlantedExperiment;
  /** When visitors enrol, ms. */
  readonly opens: number;
  readonly closes: number;
}

/** Chance that a pledge under no experiment cannot be charged at the deadline. */
export const UNCHARGED = 0.06;

interface Sketch {
  readonly key: string;
  readonly kind: PlantedExperiment['kind'];
  readonly hypothesis: string;
  readonly treatment: string;
  readonly coverage: number;
  readonly pledgeFactor: number;
  readonly uncharged: number;
  readonly lostExposures: number;
  /** Days of the usual 85 from the beginning of the history. */
  readonly starts: number;
  readonly closes?: number;
  readonly stops?: number;
  readonly plan?: ExperimentPlan;
}

/**
 * 15 % more pledges on 13 % need some 9,900 units with weekly looks, which 22,000 visitors in 85 days bring in 50 days. A
 * shorter history does not get there, and its readout says so.
 */
const conversionPlan: ExperimentPlan = {
  metric: 'pledge_conversion',
  baseline: 0.13,
  minimum_effect: { kind: 'relative', value: 0.15 },
  power: 0.8,
  alpha: 0.05,
  procedure: 'group_sequential',
  spending: 'obrien_fleming',
  look_days: 7,
  guardrails: [],
};

/** Two weeks are enough for a large effect; whoever planned it did not forget the money. */
const shortPlan: ExperimentPlan = {
  ...conversionPlan,
  minimum_effect: { kind: 'relative', value: 0.3 },
  days: 14,
  guardrails: [{ metric: 'collected_per_visitor', margin: { kind: 'relative', value: 0.1 } }],
};

/**
 * Enrolment of the first 14 days leaves 71 for the windows: 7 days to pledge and 60 for the longest project. What was planned
 * ends early enough for the windows of 7 days to close.
 */
const sketches: readonly Sketch[] = [
  {
    key: 'project_page_summary',
    kind: 'winner',
    hypothesis: 'A summary of risks and rewards at the top of a project page makes more visitors pledge.',
    treatment: 'summary',
    coverage: 1,
    pledgeFactor: 1.25,
    uncharged: UNCHARGED,
    lostExposures: 0,
    starts: 15,
    closes: 68,
    plan: conversionPlan,
  },
  {
    key: 'discover_button_colour',
    kind: 'null',
    hypothesis: 'A green button on the discover page makes more visitors pledge.',
    treatment: 'green',
    coverage: 1,
    pledgeFactor: 1,
    uncharged: UNCHARGED,
    lostExposures: 0,
    starts: 15,
    stops: 70,
    plan: conversionPlan,
  },
  {
    key: 'pledge_now_card_later',
    kind: 'money_loser',
    hypothesis: 'Asking for the card only at the deadline makes more visitors pledge.',
    treatment: 'card_later',
    coverage: 1,
    pledgeFactor: 1.4,
    uncharged: 0.7,
    lostExposures: 0,
    starts: 0,
    closes: 14,
    plan: shortPlan,
  },
  {
    key: 'recommended_projects',
    kind: 'broken_split',
    hypothesis: 'Recommendations on the home page make more visitors pledge.',
    treatment: 'recommended',
    coverage: 0.6,
    pledgeFactor: 1,
    uncharged: UNCHARGED,
    lostExposures: 0.12,
    starts: 20,
  },
];

const DAY = 86_400_000;
const USUAL_DAYS = 85;
const BASELINE = 'control';

/** The four experiments; a history of another length than 85 days stretches their schedule, save for the first 14 days. */
export function planExperiments(from: number, days: number): PlannedExperiment[] {
  const stretch = (day: number): number => (day <= 14 ? Math.min(day, days) : Math.floor((day * days) / USUAL_DAYS));
  return sketches.map((sketch) => {
    const time = (day: number): number => from + stretch(day) * DAY;
    const iso = (day: number): string => new Date(time(day)).toISOString();
    const { key, kind, hypothesis, treatment, coverage, pledgeFactor, uncharged, lostExposures } = sketch;
    const schedule = {
      startedAt: iso(sketch.starts),
      ...(sketch.closes === undefined ? {} : { enrolmentClosedAt: iso(sketch.closes) }),
      ...(sketch.stops === undefined ? {} : { stoppedAt: iso(sketch.stops) }),
    };
    return {
      definition: {
        key,
        hypothesis,
        unit: 'visitor',
        salt: key,
        coverage,
        baseline: BASELINE,
        variants: [
          { key: BASELINE, weight: 0.5 },
          { key: treatment, weight: 0.5 },
        ],
        metrics: ['pledge_conversion', 'pledged_per_visitor', 'collected_per_visitor'],
        ...(sketch.plan === undefined ? {} : { plan: sketch.plan }),
        ...schedule,
      },
      truth: {
        key,
        kind,
        baseline: BASELINE,
        treatment,
        pledgeFactor,
        uncharged,
        lostExposures,
        baselineUncharged: UNCHARGED,
        ...schedule,
      },
      opens: time(sketch.starts),
      closes: time(sketch.closes ?? sketch.stops ?? days),
    };
  });
}

/** The definition as assignment needs it while the experiment runs. */
export const runningDefinition = ({ definition }: PlannedExperiment): ExperimentDefinition => ({
  key: definition.key,
  unit: definition.unit,
  state: 'running',
  salt: definition.salt,
  variants: definition.variants,
  coverage: definition.coverage,
  baseline: definition.baseline,
  version: 1,
});

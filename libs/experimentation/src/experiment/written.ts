import type { ExperimentView, NewExperiment } from '#libs/contracts';

/** What is kept of the past may be older than layers and stickiness. */
type Stored = ExperimentView | Omit<ExperimentView, keyof typeof younger>;

const younger = {
  exclusions: [],
  layer: null,
  sticky: false,
  bucket_version: 0,
  min_bucket_version: 0,
  fallback_attribute: null,
};

/** What somebody wrote of an experiment, without what became of it. */
export function writtenOf(stored: Stored): NewExperiment {
  const view = { ...younger, ...stored };
  const { key, hypothesis, unit, variants, baseline, coverage, salt, metrics, exclusions, plan, layer } = view;
  const { sticky, bucket_version, min_bucket_version, fallback_attribute } = view;
  const stickiness = { sticky, bucket_version, min_bucket_version, fallback_attribute };
  return {
    key,
    hypothesis,
    unit,
    variants: [...variants],
    baseline,
    coverage,
    salt,
    metrics: [...metrics],
    exclusions: [...exclusions],
    ...stickiness,
    ...(layer === null ? {} : { layer }),
    ...(plan === null ? {} : { plan: planAsked(plan) }),
  };
}

/** What was asked for, without the units that it takes. Plans of before there were looks are read once. */
function planAsked({ units: _, ...stored }: NonNullable<ExperimentView['plan']>): NonNullable<NewExperiment['plan']> {
  const plan = { ...readOnce, ...stored };
  return { ...plan, guardrails: [...plan.guardrails] };
}

const readOnce = { procedure: 'fixed', spending: 'obrien_fleming', look_days: 7, guardrails: [] } as const;

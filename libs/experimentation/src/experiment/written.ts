import type { ExperimentView, NewExperiment } from '#libs/contracts';

/** What is kept of the past may be older than layers and stickiness. */
type Stored = ExperimentView | Omit<ExperimentView, keyof typeof younger>;

const younger = { layer: null, sticky: false, bucket_version: 0, min_bucket_version: 0, fallback_attribute: null };

/** What somebody wrote of an experiment, without what became of it. */
export function writtenOf(stored: Stored): NewExperiment {
  const view = { ...younger, ...stored };
  const { key, hypothesis, unit, variants, baseline, coverage, salt, metrics, plan, layer } = view;
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
    ...stickiness,
    ...(layer === null ? {} : { layer }),
    ...(plan === null ? {} : { plan: planAsked(plan) }),
  };
}

/** What was asked for, without the units that it takes. */
function planAsked({ units: _, ...plan }: NonNullable<ExperimentView['plan']>): NonNullable<NewExperiment['plan']> {
  return plan;
}

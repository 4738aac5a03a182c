import type { ExperimentView, NewExperiment } from '#libs/contracts';

/** What somebody wrote of an experiment, without what became of it. Histories of before layers and stickiness have none. */
export function writtenOf(view: ExperimentView): NewExperiment {
  const { key, hypothesis, unit, variants, baseline, coverage, salt, metrics, plan, layer = null } = view;
  const { sticky = false, bucket_version = 0, min_bucket_version = 0, fallback_attribute = null } = view;
  return {
    ...{ key, hypothesis, unit, variants: [...variants], baseline, coverage, salt, metrics: [...metrics] },
    ...{ sticky, bucket_version, min_bucket_version, fallback_attribute },
    ...(layer === null ? {} : { layer }),
    ...(plan === null ? {} : { plan: planAsked(plan) }),
  };
}

/** What was asked for, without the units that it takes. */
function planAsked({ units: _, ...plan }: NonNullable<ExperimentView['plan']>): NonNullable<NewExperiment['plan']> {
  return plan;
}

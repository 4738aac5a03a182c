import type { ExperimentPatch, ExperimentPlan, NewExperiment } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { checkDefinition } from './check-definition.js';
import type { Experiment } from './experiment.js';
import { planUnits } from './plan-units.js';

/** A new draft with everything that can be checked checked. @throws VerdictError `invalid` naming each field. */
export function draftOf(
  { plan, bucket_version, min_bucket_version, fallback_attribute, ...body }: NewExperiment,
  created: { at: Date; by: string },
): Experiment {
  return checked(
    {
      ...body,
      salt: body.salt ?? body.key,
      sticky: body.sticky ?? false,
      bucketVersion: bucket_version ?? 0,
      minBucketVersion: min_bucket_version ?? 0,
      fallback: fallback_attribute ?? null,
      reweightedAt: null,
      rebucketedAt: null,
      state: 'draft',
      version: 1,
      plan: null,
      layer: body.layer ?? null,
      forced: {},
      qa: false,
      holdout: null,
      holdouts: [],
      decidedVariant: null,
      createdAt: created.at,
      createdBy: created.by,
      startedAt: null,
      enrolmentClosedAt: null,
      stoppedAt: null,
      decidedAt: null,
      pauses: [],
    },
    plan ?? null,
  );
}

/** The next version; its sample size is computed again, since weights or plan may have changed. */
export function patched(before: Experiment, { plan, ...patch }: Omit<ExperimentPatch, 'version'>): Experiment {
  const { bucket_version, min_bucket_version, fallback_attribute, ...same } = patch;
  const renamed = {
    bucketVersion: bucket_version,
    minBucketVersion: min_bucket_version,
    fallback: fallback_attribute,
  };
  const given = Object.fromEntries(Object.entries({ ...same, ...renamed }).filter(([, value]) => value !== undefined));
  const after: Experiment = { ...before, ...given, version: before.version + 1 };
  return checked(after, plan === undefined ? before.plan : plan);
}

function checked(draft: Experiment, asked: ExperimentPlan | null): Experiment {
  checkDefinition(draft);
  if (asked === null) return { ...draft, plan: null };
  if (asked.metric !== draft.metrics[0]) {
    const detail = `a plan is of the primary metric, which is ${draft.metrics[0]}`;
    throw invalid(`/plan/metric: ${detail}.`, [{ pointer: '/plan/metric', rule: 'primary_metric', detail }]);
  }
  return { ...draft, plan: { ...asked, units: planUnits(asked, draft) } };
}

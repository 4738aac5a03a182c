import type { EffectSize, ExperimentPatch, ExperimentPlan, Guardrail, KeptPlan, NewExperiment } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { requireReadable, type ChosenMetric, type ChosenMetrics } from '../metric/chosen-metrics.js';
import { checkAdjustment } from './check-adjustment.js';
import { checkDefinition } from './check-definition.js';
import type { Experiment } from './experiment.js';
import { planUnits } from './plan-units.js';

/**
 * A new draft with everything that can be checked checked.
 *
 * @param chosen its metrics; undefined: they are not looked at
 * @throws VerdictError `invalid` naming each field
 */
export function draftOf(
  { plan, bucket_version, min_bucket_version, fallback_attribute, ...body }: NewExperiment,
  created: { at: Date; by: string },
  chosen: ChosenMetrics | undefined,
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
      phaseChanges: [],
      pinnedMetrics: null,
      exclusions: body.exclusions ?? [],
      pinnedExclusions: [],
      reportingZone: null,
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
    chosen,
  );
}

/** The next version; its sample size is computed again, since weights or plan may have changed. */
export function patched(
  before: Experiment,
  { plan, ...patch }: Omit<ExperimentPatch, 'version'>,
  chosen: ChosenMetrics,
): Experiment {
  const { bucket_version, min_bucket_version, fallback_attribute, ...same } = patch;
  const renamed = {
    bucketVersion: bucket_version,
    minBucketVersion: min_bucket_version,
    fallback: fallback_attribute,
  };
  const given = Object.fromEntries(Object.entries({ ...same, ...renamed }).filter(([, value]) => value !== undefined));
  const after: Experiment = { ...before, ...given, version: before.version + 1 };
  return checked(after, plan === undefined ? before.plan : plan, chosen);
}

/** What is kept may be checked again. */
type Asked = ExperimentPlan | KeptPlan;

function checked(draft: Experiment, asked: Asked | null, chosen?: ChosenMetrics): Experiment {
  checkDefinition(draft);
  // What has started is pinned: whatever became of a metric since, its own version stays.
  const taken = draft.state === 'draft' ? chosen : undefined;
  if (taken !== undefined) requireReadable(draft.metrics, draft.unit, taken);
  if (asked === null) return { ...draft, plan: null };
  if (asked.metric !== draft.metrics[0]) {
    const detail = `a plan is of the primary metric, which is ${draft.metrics[0]}`;
    throw invalid(`/plan/metric: ${detail}.`, [{ pointer: '/plan/metric', rule: 'primary_metric', detail }]);
  }
  const guardrails = guardrailsOf(asked, draft, chosen);
  if (taken !== undefined) {
    checkRead(asked, taken);
    checkAdjustment(asked, taken);
  }
  const units = planUnits(asked, draft, chosen?.get(asked.metric)?.definition.kind);
  return { ...draft, plan: { ...asked, guardrails, units } };
}

/** Other metrics of the experiment, each once, with a loss that is less than all: its own margin where none is named. */
function guardrailsOf(
  { metric: primary, guardrails }: Asked,
  { metrics }: Experiment,
  chosen: ChosenMetrics | undefined,
): Guardrail[] {
  return guardrails.map(({ metric, margin: named }, index) => {
    const refuse = (field: string, rule: string, detail: string): Error => {
      const pointer = `/plan/guardrails/${index}/${field}`;
      return invalid(`${pointer}: ${detail}.`, [{ pointer, rule, detail }]);
    };
    if (metric === primary) throw refuse('metric', 'not_primary', `${metric} is the primary metric`);
    if (!metrics.includes(metric))
      throw refuse(
        'metric',
        'metric_of_the_experiment',
        `${metric} is none of the experiment’s metrics: ${metrics.join(', ')}`,
      );
    if (guardrails.findIndex((one) => one.metric === metric) !== index)
      throw refuse('metric', 'unique', `${metric} has a margin already`);
    const margin = named ?? ownMargin(chosen?.get(metric));
    if (margin === undefined) throw refuse('margin', 'required', `${metric} has no margin of its own`);
    if (!(margin.value > 0 && (margin.kind === 'absolute' || margin.value < 1)))
      throw refuse('margin/value', 'range', 'a margin is a loss: above 0, and a relative one below 1');
    return { metric, margin };
  });
}

function ownMargin(metric: ChosenMetric | undefined): EffectSize | undefined {
  const share = metric?.definition.margin ?? null;
  return share === null ? undefined : { kind: 'relative', value: share };
}

/** A look needs sums: of a quantile there are order statistics, whose error no look can spend a level by. */
function checkRead({ metric, guardrails }: Asked, chosen: ChosenMetrics): void {
  const named = [
    { pointer: '/plan/metric', key: metric },
    ...guardrails.map((guardrail, index) => ({ pointer: `/plan/guardrails/${index}/metric`, key: guardrail.metric })),
  ];
  for (const { pointer, key } of named) {
    if (chosen.get(key)?.definition.kind !== 'quantile') continue;
    const detail = `${key} is a quantile: it is read, and gives no plan its verdict`;
    throw invalid(`${pointer}: ${detail}.`, [{ pointer, rule: 'read', detail }]);
  }
}

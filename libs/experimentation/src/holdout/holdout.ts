import type {
  ExperimentAction,
  ExperimentView,
  HoldoutAction,
  HoldoutBody,
  HoldoutScope,
  HoldoutView,
} from '#libs/contracts';
import { conflict } from '#libs/errors';
import type { ChosenMetrics } from '../metric/chosen-metrics.js';
import { draftOf } from '../experiment/draft.js';
import type { Experiment } from '../experiment/experiment.js';

const scopeOf = ({ experiments, flags }: HoldoutBody): HoldoutScope => ({ experiments, flags });

/** A new holdout: an experiment of two variants, of which the first is the product as it was. */
export function holdoutOf(
  key: string,
  body: HoldoutBody,
  created: { at: Date; by: string },
  chosen: ChosenMetrics | undefined,
): Experiment {
  const { description: hypothesis, unit, share, salt = key, metrics } = body;
  const variants = [
    { key: 'held_out', weight: share },
    { key: 'in', weight: 1 - share },
  ];
  const written = { key, hypothesis, unit, variants, baseline: 'held_out', coverage: 1, salt, metrics };
  const draft = draftOf(written, created, chosen);
  return { ...draft, holdout: scopeOf(body) };
}

/** @throws VerdictError `conflict` for what may not change once it has started. */
export function changedHoldout(before: Experiment, body: HoldoutBody, chosen: ChosenMetrics): Experiment {
  const { key, createdAt: at, createdBy: by } = before;
  // The metrics of one that has started stay, whatever became of them.
  const given = holdoutOf(key, body, { at, by }, before.state === 'draft' ? chosen : undefined);
  const { hypothesis, unit, variants, salt, metrics, holdout } = given;
  const after = { ...before, hypothesis, unit, variants, salt, metrics, holdout, version: before.version + 1 };
  if (before.state === 'draft') return after;
  const fixed = (['unit', 'salt', 'variants', 'metrics'] as const).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  const wasAll = before.holdout?.experiments === 'all';
  if (fixed.length > 0 || wasAll !== (body.experiments === 'all'))
    throw conflict(`The holdout ${key} is ${before.state}: only its description and what is named in it changes.`);
  return after;
}

/** What a step of an experiment's life is called where it is a holdout; the others have no route there. */
const verbs: Partial<Record<ExperimentAction, HoldoutAction>> = { start: 'start', stop: 'end' };

/** @throws Error for an experiment that is none */
export function holdoutView(experiment: ExperimentView): HoldoutView {
  const { holdout, variants } = experiment;
  if (holdout === null) throw new Error(`${experiment.key} is no holdout.`);
  return {
    key: experiment.key,
    state: experiment.state,
    version: experiment.version,
    description: experiment.hypothesis,
    unit: experiment.unit,
    share: variants[0]?.weight ?? 0,
    salt: experiment.salt,
    experiments: holdout.experiments,
    flags: holdout.flags,
    metrics: experiment.metrics,
    created_at: experiment.created_at,
    created_by: experiment.created_by,
    started_at: experiment.started_at,
    ended_at: experiment.stopped_at,
    actions: experiment.actions.flatMap((action) => verbs[action] ?? []),
  };
}

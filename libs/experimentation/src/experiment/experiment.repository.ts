import { Inject, Injectable } from '@nestjs/common';
import {
  recordedActor,
  systemActor,
  type Actor,
  type ExperimentChangeAction,
  type ExperimentState,
  type ExperimentView,
  type RecordedActor,
} from '#libs/contracts';
import { Database, DATABASE, isUniqueViolation, type Transaction } from '#libs/postgres';
import { conflict } from '#libs/errors';
import type { ForcedUnit } from '../aggregate/aggregate-line.js';
import { viewOf, type Experiment } from './experiment.js';
import { insertWeightsPhases, phaseChangeOf, type PhaseRow } from './phase-rows.js';

interface Row extends Pick<
  Experiment,
  | 'key'
  | 'state'
  | 'version'
  | 'hypothesis'
  | 'unit'
  | 'variants'
  | 'baseline'
  | 'coverage'
  | 'salt'
  | 'sticky'
  | 'metrics'
  | 'exclusions'
  | 'plan'
  | 'layer'
  | 'forced'
  | 'qa'
  | 'holdout'
  | 'holdouts'
> {
  readonly bucket_version: number;
  readonly min_bucket_version: number;
  readonly fallback_attribute: Experiment['fallback'];
  readonly reweighted_at: Date | null;
  readonly rebucketed_at: Date | null;
  readonly phase_changes: readonly PhaseRow[];
  readonly pinned_metrics: Experiment['pinnedMetrics'];
  readonly pinned_exclusions: Experiment['pinnedExclusions'];
  readonly reporting_zone: string | null;
  readonly decided_variant: string | null;
  readonly created_at: Date;
  readonly created_by: string;
  readonly started_at: Date | null;
  readonly enrolment_closed_at: Date | null;
  readonly stopped_at: Date | null;
  readonly decided_at: Date | null;
  readonly pauses: readonly { readonly from: string; readonly until: string | null }[];
}

/** A change as it is kept, with the experiment as it was shown before and after it. */
export interface ExperimentChange {
  readonly version: number;
  readonly action: ExperimentChangeAction;
  readonly at: Date;
  readonly by: RecordedActor;
  readonly note: string | null;
  readonly before: object | null;
  readonly after: object;
}

type ChangeRow = Omit<ExperimentChange, 'by'> & {
  readonly actor_kind: RecordedActor['kind'];
  readonly actor_id: string;
  readonly actor_name: string;
};

export interface Review {
  /** The version in which the definition became what it is. */
  readonly writtenIn: number;
  readonly author: RecordedActor;
  readonly approvedBy: RecordedActor | null;
}

interface ReviewRow {
  readonly written_in: number;
  readonly author_kind: RecordedActor['kind'];
  readonly author_id: string;
  readonly author_name: string;
  readonly approver_kind: RecordedActor['kind'] | null;
  readonly approver_id: string | null;
  readonly approver_name: string | null;
}

export interface NewChange {
  readonly action: ExperimentChangeAction;
  readonly at: Date;
  /** Absent: the system itself. */
  readonly actor: Actor | undefined;
  readonly note: string | undefined;
  readonly before: Experiment | undefined;
  readonly after: Experiment;
}

/** Experiments, their pauses and their changes in Postgres. */
@Injectable()
export class ExperimentRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(key: string, transaction: Transaction = this.database): Promise<Experiment | undefined> {
    const row = await transaction.maybeOne<Row>('experiment/find_experiment', { key });
    return row && experimentOf(row);
  }

  /** The experiment, which nobody else changes until the transaction ends. */
  async lock(key: string, transaction: Transaction): Promise<Experiment | undefined> {
    await transaction.query('experiment/lock_experiment', { key });
    return this.find(key, transaction);
  }

  async list(filter: { state?: ExperimentState; after?: string; limit: number }): Promise<Experiment[]> {
    const rows = await this.database.query<Row>('experiment/list_experiments', {
      state: filter.state ?? null,
      after_key: filter.after ?? null,
      only_holdouts: false,
      row_limit: filter.limit,
    });
    return rows.map(experimentOf);
  }

  async listHoldouts(): Promise<Experiment[]> {
    const asked = { state: null, after_key: null, only_holdouts: true, row_limit: null };
    return (await this.database.query<Row>('experiment/list_experiments', asked)).map(experimentOf);
  }

  /** @throws VerdictError `conflict` when the key is taken. */
  async insert(experiment: Experiment, transaction: Transaction): Promise<void> {
    try {
      await transaction.query('experiment/insert_experiment', {
        ...editable(experiment),
        created_at: experiment.createdAt,
        created_by: experiment.createdBy,
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw conflict(`There is an experiment ${experiment.key} already.`);
      throw error;
    }
  }

  async update(experiment: Experiment, transaction: Transaction): Promise<void> {
    await transaction.query('experiment/update_experiment', {
      ...editable(experiment),
      reweighted_at: experiment.reweightedAt,
      rebucketed_at: experiment.rebucketedAt,
      pinned_metrics: experiment.pinnedMetrics === null ? null : JSON.stringify(experiment.pinnedMetrics),
      pinned_exclusions: JSON.stringify(experiment.pinnedExclusions),
      reporting_zone: experiment.reportingZone,
      decided_variant: experiment.decidedVariant,
      started_at: experiment.startedAt,
      enrolment_closed_at: experiment.enrolmentClosedAt,
      stopped_at: experiment.stoppedAt,
      decided_at: experiment.decidedAt,
    });
    await insertWeightsPhases(transaction, experiment);
  }

  async insertPause(key: string, at: Date, transaction: Transaction): Promise<void> {
    await transaction.query('experiment/insert_pause', { experiment_key: key, paused_at: at });
  }

  async endPause(key: string, at: Date, transaction: Transaction): Promise<void> {
    await transaction.query('experiment/end_pause', { experiment_key: key, resumed_at: at });
  }

  async insertChange({ action, at, actor, note, before, after }: NewChange, transaction: Transaction): Promise<void> {
    const { kind, id, name } = recordedActor(actor ?? systemActor);
    await transaction.query('experiment/insert_change', {
      experiment_key: after.key,
      version: after.version,
      action,
      at,
      actor_kind: kind,
      actor_id: id,
      actor_name: name,
      note: note ?? null,
      before: before === undefined ? null : JSON.stringify(viewOf(before)),
      after: JSON.stringify(viewOf(after)),
    });
  }

  async listChanges(key: string, before: number | undefined, limit: number): Promise<ExperimentChange[]> {
    const rows = await this.database.query<ChangeRow>('experiment/list_changes', {
      experiment_key: key,
      before_version: before ?? null,
      row_limit: limit,
    });
    return rows.map(({ actor_kind: kind, actor_id: id, actor_name: name, ...same }) => ({
      ...same,
      by: { kind, id, name },
    }));
  }

  /** The experiment as it was shown in a version; undefined without such a version. */
  async findVersion(key: string, version: number, transaction: Transaction): Promise<ExperimentView | undefined> {
    const values = { experiment_key: key, version };
    return (await transaction.maybeOne<{ after: ExperimentView }>('experiment/find_version', values))?.after;
  }

  /** Who wrote the definition as it is, and who has approved it since. */
  async findReview(key: string, transaction: Transaction = this.database): Promise<Review> {
    const row = await transaction.one<ReviewRow>('experiment/find_review', { experiment_key: key });
    const { written_in, ...people } = row;
    const { author_kind, author_id, author_name, approver_kind: kind, approver_id: id, approver_name: name } = people;
    return {
      writtenIn: written_in,
      author: { kind: author_kind, id: author_id, name: author_name },
      approvedBy: kind === null || id === null || name === null ? null : { kind, id, name },
    };
  }

  /** Whoever has written the definition, from its first version on. */
  listAuthors(key: string, transaction: Transaction): Promise<RecordedActor[]> {
    return transaction.query<RecordedActor>('experiment/list_authors', { experiment_key: key });
  }

  /** Units on which a variant was ever forced, each with the first time. */
  listForced(key: string): Promise<ForcedUnit[]> {
    return this.database.query<ForcedUnit>('experiment/list_forced', { experiment_key: key });
  }

  /** Keys of experiments whose numbers still change: of those that have ended, for some days after their last window. */
  async listRefreshable(now: Date, slackDays: number): Promise<string[]> {
    const asked = { now, slack_days: slackDays };
    const rows = await this.database.query<{ key: string }>('experiment/list_refreshable_experiments', asked);
    return rows.map(({ key }) => key);
  }
}

function experimentOf(row: Row): Experiment {
  const { decided_variant, created_at, created_by, started_at, enrolment_closed_at, ...rest } = row;
  const { stopped_at, decided_at, pauses, bucket_version, min_bucket_version, fallback_attribute, ...more } = rest;
  const { reweighted_at, rebucketed_at, phase_changes, pinned_metrics, pinned_exclusions, ...others } = more;
  const { reporting_zone, ...same } = others;
  return {
    ...same,
    bucketVersion: bucket_version,
    minBucketVersion: min_bucket_version,
    fallback: fallback_attribute,
    reweightedAt: reweighted_at,
    rebucketedAt: rebucketed_at,
    phaseChanges: phase_changes.map(phaseChangeOf),
    pinnedMetrics: pinned_metrics,
    pinnedExclusions: pinned_exclusions,
    reportingZone: reporting_zone,
    decidedVariant: decided_variant,
    createdAt: created_at,
    createdBy: created_by,
    startedAt: started_at,
    enrolmentClosedAt: enrolment_closed_at,
    stoppedAt: stopped_at,
    decidedAt: decided_at,
    pauses: pauses.map(({ from, until }) => ({
      from: new Date(from),
      until: until === null ? null : new Date(until),
    })),
  };
}

/** What an insert and an update share. */
const editable = (experiment: Experiment) => ({
  key: experiment.key,
  state: experiment.state,
  version: experiment.version,
  hypothesis: experiment.hypothesis,
  unit: experiment.unit,
  variants: JSON.stringify(experiment.variants),
  baseline: experiment.baseline,
  coverage: experiment.coverage,
  salt: experiment.salt,
  sticky: experiment.sticky,
  bucket_version: experiment.bucketVersion,
  min_bucket_version: experiment.minBucketVersion,
  fallback_attribute: experiment.fallback,
  metrics: experiment.metrics,
  exclusions: experiment.exclusions,
  plan: experiment.plan === null ? null : JSON.stringify(experiment.plan),
  layer: experiment.layer === null ? null : JSON.stringify(experiment.layer),
  forced: JSON.stringify(experiment.forced),
  qa: experiment.qa,
  holdout: experiment.holdout === null ? null : JSON.stringify(experiment.holdout),
});

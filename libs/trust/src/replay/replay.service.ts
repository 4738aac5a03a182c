import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import type { ReplayedPart, ReplayView } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { priorScorecard } from '#libs/scoring';
import type { AssessmentRow } from '../assessment/assessment-row.js';
import type { KeptEvidence } from '../assessment/evidence.js';
import type { Configuration } from '../configuration/configuration.js';
import { SqlVelocities, type Velocities } from '../import/read-velocities.js';
import { modelVersion } from '../model/machine-model.js';
import { decide } from '../score/decide.js';
import { featuresVersion } from '../score/evaluate.js';
import { featuresOf } from '../score/features-of.js';
import { liveOrigin } from '../velocity/observation.js';
import { decisionInputsOf, isDegraded } from './decision-inputs.js';
import { compare } from './differences.js';
import { configurationOf, type FoundConfiguration } from './replay-configuration.js';
import { entitiesOfRow, requestOf } from './replay-source.js';

/**
 * Judges stored pledges once more, in two halves that need not trust each other: the decision from the stored features, and
 * the features from the stored observations. Nothing is looked up that may have gone on since.
 */
@Injectable()
export class ReplayService {
  private readonly velocities: SqlVelocities;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.velocities = new SqlVelocities(database);
  }

  /** @throws VerdictError `not_found`. */
  async replay(pledge_id: string, revision: number, live: boolean): Promise<ReplayView> {
    const rows = await this.database.query<AssessmentRow>('assessment/list_revisions', { pledge_id, live });
    const [view] = await this.replayAll(rows.filter((one) => one.revision === revision));
    if (view === undefined) throw notFound('This pledge has no such revision.');
    return view;
  }

  /** Of each of these stored answers, in their order; what they have in common is read once. */
  async replayAll(rows: readonly AssessmentRow[]): Promise<ReplayView[]> {
    const configurations = new Map<string, Promise<FoundConfiguration>>();
    const sources = await Promise.all(rows.map((row) => this.sourceOf(row, configurations)));
    const asked = sources.filter(({ row, request }) => request !== undefined && !isDegraded(row));
    const values = await this.velocities.ofAll(asked.map(pointOf));
    const velocities = new Map(asked.map((source, index) => [source, values[index] ?? {}]));
    const gaps = await this.gapsAmong(rows);
    return sources.map((source) => {
      const { row, found, request } = source;
      const { configuration, missing } = found;
      const { evidence } = row;
      return {
        id: row.id,
        pledge_id: row.pledge_id,
        revision: row.revision ?? 0,
        decision: evidence === null || missing.length > 0 ? null : redecide(row, evidence, configuration),
        features:
          evidence === null || request === undefined
            ? null
            : refeature(row, evidence, request, velocities.get(source) ?? {}),
        excused: excuse(row, gaps),
        changed: changedSince(row),
        missing: [
          ...(evidence === null ? ['evidence' as const] : []),
          ...(request === undefined ? ['request' as const] : []),
          ...missing,
        ],
      };
    });
  }

  private async sourceOf(row: AssessmentRow, configurations: Map<string, Promise<FoundConfiguration>>) {
    const { ruleset, policy, distribution, model, challenger } = row.versions;
    const key = JSON.stringify([ruleset, policy, distribution, model, challenger]);
    const known = configurations.get(key) ?? configurationOf(this.database, row.versions, this.config.companyCurrency);
    configurations.set(key, known);
    const found = await known;
    return { row, found, request: await requestOf(this.database, row, found.configuration) };
  }

  private async gapsAmong(rows: readonly AssessmentRow[]): Promise<ReadonlySet<number>> {
    const stamps = rows.filter(({ origin }) => origin === liveOrigin).map(({ stamp }) => stamp);
    const found = await this.database.query<{ stamp: number }>('velocity/list_gap_stamps', { stamps });
    return new Set(found.map(({ stamp }) => stamp));
  }
}

type Request = NonNullable<Awaited<ReturnType<typeof requestOf>>>;

/** Where an answer stands; one without its request has no entities. */
const pointOf = ({ row, request }: { readonly row: AssessmentRow; readonly request: Request | undefined }) => ({
  origin: row.origin,
  stamp: row.stamp,
  epoch: row.epoch,
  windowEnd: row.window_end,
  entities: request === undefined ? {} : entitiesOfRow(row, request),
});

function refeature(row: AssessmentRow, lookedUp: KeptEvidence, request: Request, velocity: Velocities): ReplayedPart {
  const source = {
    request,
    baseAmount: row.base_amount ?? undefined,
    currency: row.currency,
    backerId: row.backer_id ?? undefined,
    creatorId: row.creator_id ?? undefined,
    lookedUp,
    windowEnd: row.window_end,
  };
  return compare(row.features, featuresOf(source, velocity));
}

/** What was in Redis alone when it was lost is nowhere: whoever was scored with it cannot be replayed. */
function excuse({ degraded, origin, stamp }: AssessmentRow, gaps: ReadonlySet<number>): ReplayView['excused'] {
  if (degraded.includes('epoch')) return 'epoch';
  return origin === liveOrigin && gaps.has(stamp) ? 'gap' : null;
}

function redecide(row: AssessmentRow, evidence: KeptEvidence, configuration: Configuration): ReplayedPart {
  const { columns } = decide(decisionInputsOf(row, evidence, configuration));
  const stored = Object.fromEntries(Object.keys(columns).map((name) => [name, row[name as keyof AssessmentRow]]));
  return compare(stored, { ...columns });
}

/** A trained one is kept as it was; the prior is part of the release. */
const isKnownModel = (name: unknown): boolean =>
  modelVersion(name) !== undefined || name === 'test' || name === priorScorecard.version;

const changedSince = ({ versions }: AssessmentRow): ReplayView['changed'] => [
  ...(versions['features'] === featuresVersion ? [] : ['features' as const]),
  ...(isKnownModel(versions['model']) ? [] : ['model' as const]),
];

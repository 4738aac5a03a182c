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
import { decide } from '../score/decide.js';
import { featuresVersion } from '../score/evaluate.js';
import { featuresOf } from '../score/features-of.js';
import { magicOf } from '../score/magic.js';
import { liveOrigin } from '../velocity/observation.js';
import { compare } from './differences.js';
import { configurationOf } from './replay-configuration.js';
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
    const row = rows.find((one) => one.revision === revision);
    if (row === undefined) throw notFound('This pledge has no such revision.');
    const { configuration, missing } = await configurationOf(this.database, row.versions, this.config.companyCurrency);
    const { evidence } = row;
    const request = await requestOf(this.database, row, configuration);
    const [decision, features] = [
      evidence === null || missing.length > 0 ? null : redecide(row, evidence, configuration),
      evidence === null || request === undefined ? null : await this.refeature(row, evidence, request),
    ];
    return {
      id: row.id,
      pledge_id,
      revision,
      decision,
      features,
      excused: await this.excuse(row),
      changed: changedSince(row),
      missing: [
        ...(evidence === null ? ['evidence' as const] : []),
        ...(request === undefined ? ['request' as const] : []),
        ...missing,
      ],
    };
  }

  private async refeature(
    row: AssessmentRow,
    lookedUp: KeptEvidence,
    request: NonNullable<Awaited<ReturnType<typeof requestOf>>>,
  ): Promise<ReplayedPart> {
    const source = {
      request,
      baseAmount: row.base_amount ?? undefined,
      currency: row.currency,
      backerId: row.backer_id ?? undefined,
      creatorId: row.creator_id ?? undefined,
      lookedUp,
      windowEnd: row.window_end,
    };
    const velocity: Velocities = isDegraded(row)
      ? {}
      : await this.velocities.of({ ...row, windowEnd: row.window_end, entities: entitiesOfRow(row, request) });
    return compare(row.features, featuresOf(source, velocity));
  }

  /** What was in Redis alone when it was lost is nowhere: whoever was scored with it cannot be replayed. */
  private async excuse({ degraded, origin, stamp }: AssessmentRow): Promise<ReplayView['excused']> {
    if (degraded.includes('epoch')) return 'epoch';
    if (origin !== liveOrigin) return null;
    return (await this.database.maybeOne('velocity/find_gap', { stamp })) === undefined ? null : 'gap';
  }
}

function redecide(row: AssessmentRow, evidence: KeptEvidence, configuration: Configuration): ReplayedPart {
  const { columns } = decide({
    features: knownOf(row.features),
    configuration,
    lists: evidence.lists,
    isDegraded: isDegraded(row),
    isLate: row.late,
    forcedScore: magicOf(row.pledge_id, row.live).forcedScore,
    askedAtMs: evidence.asked_at,
  });
  const stored = Object.fromEntries(Object.keys(columns).map((name) => [name, row[name as keyof AssessmentRow]]));
  return compare(stored, { ...columns });
}

const isDegraded = ({ degraded }: AssessmentRow): boolean => degraded.includes('velocity');

const knownOf = (features: AssessmentRow['features']) =>
  Object.fromEntries(Object.entries(features).map(([name, value]) => [name, value ?? undefined]));

const changedSince = ({ versions }: AssessmentRow): ReplayView['changed'] => [
  ...(versions['features'] === featuresVersion ? [] : ['features' as const]),
  ...(['test', priorScorecard.version].includes(String(versions['model'])) ? [] : ['model' as const]),
];

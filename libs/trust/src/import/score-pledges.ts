import { newId, type Clock } from '#libs/contracts';
import { parseIp } from '#libs/ip';
import type { Entities } from '#libs/scoring';
import type { AssessmentRow } from '../assessment/assessment-row.js';
import type { Configuration } from '../configuration/configuration.js';
import type { PledgedFrom, Places } from '../geo/places.js';
import { assemble } from '../score/assemble.js';
import { judge } from '../score/evaluate.js';
import type { GeoAnswer, PledgeFacts } from '../score/lookups.js';
import { entitiesOf, type Subject } from '../score/subject.js';
import type { Velocities } from './read-velocities.js';
import { subjectAt, type StagedPledge } from './staged-row.js';

/** A row of the page that is to be scored (sql/postgres/import/list_points.sql). */
export interface PointRow {
  readonly known_at: number;
  readonly line: number;
  readonly part: number;
  readonly stamp: number;
  readonly pledge_id: string;
  readonly occurred_at: number;
  /** Null: no pledge, or one that was there already. */
  readonly revision: number | null;
  readonly creator: string | null;
  readonly body: string;
  readonly signed_up_at: Date | null;
  readonly launched_at: Date | null;
  readonly creator_signed_up_at: Date | null;
}

/** A pledge of an import as it is about to be scored. */
export interface Point {
  readonly row: PointRow;
  readonly revision: number;
  readonly staged: StagedPledge;
  readonly subject: Subject;
  readonly entities: Entities;
}

/** Undefined for a row that is not to be scored. */
export function pointOf(row: PointRow, configuration: Configuration): Point | undefined {
  if (row.revision === null) return undefined;
  const staged = JSON.parse(row.body) as StagedPledge;
  const subject = subjectAt(staged.request, row.occurred_at, configuration);
  return { row, revision: row.revision, staged, subject, entities: entitiesOf(subject, row.creator ?? undefined) };
}

/** What an import's answers have in common. */
export interface ImportCircumstances {
  readonly configuration: Configuration;
  readonly places: Places;
  readonly clock: Clock;
  readonly origin: string;
  readonly epoch: number;
}

/** Scores a pledge as of its own time, by the same reading, features, rules and policy as a live one. */
export function scorePledge(
  point: Point,
  { velocity, place }: { readonly velocity: Velocities; readonly place: GeoAnswer },
  about: ImportCircumstances,
): AssessmentRow {
  const { row, revision, subject, entities } = point;
  const { clock, epoch, origin } = about;
  const evidence = {
    subject,
    entities,
    facts: factsOf(point),
    geo: place,
    velocity,
    windowEnd: row.occurred_at,
    isLate: false,
    configuration: about.configuration,
    forcedScore: undefined,
  };
  const answer = assemble(evidence, judge(evidence), {
    id: newId(clock),
    live: true,
    cause: 'import',
    stamp: row.stamp,
    asOf: row.stamp,
    epoch,
    degraded: place.isComplete ? [] : ['geo'],
    createdAtMs: clock.now(),
  });
  return { ...answer, origin, revision };
}

/** Where the pledges of rows were made, in the order of the rows. */
export const placesOf = (rows: readonly PointRow[], places: Places): Promise<GeoAnswer[]> =>
  places.of(rows.map(pledgedFrom));

function pledgedFrom({ body, occurred_at, revision }: PointRow): PledgedFrom {
  const atMs = occurred_at / 1_000;
  if (revision === null) return { ip: undefined, atMs };
  const { device } = (JSON.parse(body) as StagedPledge).request as { readonly device?: unknown };
  const text = (device as { readonly ip_address?: unknown } | null | undefined)?.ip_address;
  return { ip: typeof text === 'string' ? parseIp(text)?.text : undefined, atMs };
}

/** What the line says itself counts before what tables beside it say. */
function factsOf({ row, staged }: Point): PledgeFacts {
  const { facts = {} } = staged;
  const dateOf = (own: number | undefined, known: Date | null): Date | null =>
    own === undefined ? known : new Date(own);
  return {
    // A pledge that was scored or attempted live is not scored again by an import.
    latest_id: null,
    latest_hash: null,
    latest_stamp: null,
    attempt_stamp: null,
    attempt_occurred_at: null,
    attempt_epoch: null,
    attempt_amount: null,
    attempt_velocity: null,
    previous_amount: 0,
    signed_up_at: dateOf(facts.signedUpAt, row.signed_up_at),
    creator_id: row.creator,
    launched_at: dateOf(facts.launchedAt, row.launched_at),
    creator_signed_up_at: dateOf(facts.creatorSignedUpAt, row.creator_signed_up_at),
  };
}

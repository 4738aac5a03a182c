import type { PledgeAssessmentRow, PledgeRow } from '#libs/contracts';
import type { Buckets } from '#libs/events';
import { geoColumns } from '#libs/ip';
import type { Transaction } from '#libs/postgres';
import type { AssessmentRow } from '../assessment/assessment-row.js';
import { foundBy } from '../assessment/found-by.js';
import { bucketPart } from './observe-rows.js';

/** A list of Postgres for a column of text[]: codes and names without quotes. */
const list = (codes: readonly string[]): string => `{${codes.join(',')}}`;

/** Stores answers of an import; of those that are not the first, earlier revisions are no longer the latest. */
export async function storeAssessments(
  transaction: Transaction,
  rows: readonly AssessmentRow[],
  latest: ReadonlyMap<string, number>,
): Promise<void> {
  if (rows.length === 0) return;
  await transaction.query('import/insert_assessments', columnsOf(rows, latest));
  const revised = rows.filter(({ revision }) => revision !== 1);
  if (revised.length === 0) return;
  await transaction.query('import/update_superseded', {
    pledge_id: revised.map(({ pledge_id }) => pledge_id),
    revision: revised.map(({ revision }) => revision),
  });
}

function columnsOf(rows: readonly AssessmentRow[], latest: ReadonlyMap<string, number>): Record<string, unknown> {
  const [first] = rows;
  return {
    origin: first?.origin,
    epoch: first?.epoch,
    created_at: first?.created_at,
    versions: JSON.stringify(first?.versions),
    id: rows.map(({ id }) => id),
    pledge_id: rows.map(({ pledge_id }) => pledge_id),
    revision: rows.map(({ revision }) => revision),
    latest: rows.map(({ pledge_id, revision }) => latest.get(pledge_id) === revision),
    body_hash: rows.map(({ body_hash }) => body_hash),
    stamp: rows.map(({ stamp }) => stamp),
    window_end: rows.map(({ window_end }) => window_end),
    degraded: rows.map(({ degraded }) => list(degraded)),
    risk_score: rows.map(({ risk_score }) => risk_score),
    log_odds: rows.map(({ log_odds }) => log_odds),
    risk_level: rows.map(({ risk_level }) => risk_level),
    disposition: rows.map(({ disposition }) => disposition),
    disposition_reason: rows.map(({ disposition_reason }) => disposition_reason),
    rule_label: rows.map(({ rule_label }) => rule_label),
    effective_by: rows.map(({ effective_by }) => effective_by),
    reason_codes: rows.map(({ reason_codes }) => list(reason_codes)),
    reasons: rows.map(({ reasons }) => JSON.stringify(reasons)),
    features: rows.map(({ features }) => JSON.stringify(features)),
    subscores: rows.map(({ subscores }) => JSON.stringify(subscores)),
    rules: rows.map(({ rules }) => JSON.stringify(rules)),
    actions: rows.map(({ actions }) => JSON.stringify(actions)),
    warnings: rows.map(({ warnings }) => JSON.stringify(warnings)),
    project_id: rows.map(({ project_id }) => project_id),
    creator_id: rows.map(({ creator_id }) => creator_id),
    backer_id: rows.map(({ backer_id }) => backer_id),
    card: rows.map(({ card }) => card),
    ip: rows.map(({ ip }) => ip),
    device: rows.map(({ device }) => device),
    email: rows.map(({ email }) => email),
    amount: rows.map(({ amount }) => amount),
    currency: rows.map(({ currency }) => currency),
    base_amount: rows.map(({ base_amount }) => base_amount),
    occurred_at: rows.map(({ occurred_at }) => new Date(occurred_at).getTime()),
    challenger_score: rows.map(({ challenger_score }) => challenger_score),
    evidence: rows.map(({ evidence }) => JSON.stringify(evidence)),
    // Of the time of each pledge; all else is of the time of the import.
    geo: rows.map(({ versions }) => versions['geo']),
  };
}

/** What the warehouse gets of an answer. */
export interface BucketRowPair {
  readonly pledge: PledgeRow;
  readonly assessment: PledgeAssessmentRow;
}

export const bucketRowsOf = (row: AssessmentRow): BucketRowPair => ({
  pledge: pledgeRow(row),
  assessment: assessmentRow(row),
});

/** Nothing of it is loaded before the import is complete. */
export async function stageAssessments(
  buckets: Buckets,
  origin: string,
  batch: number,
  rows: readonly BucketRowPair[],
): Promise<void> {
  if (rows.length === 0) return;
  const target = { source: 'import', origin };
  await buckets.stage(
    { ...target, table: 'pledge', part: bucketPart(batch, 1) },
    rows.map(({ pledge }) => pledge),
  );
  await buckets.stage(
    { ...target, table: 'pledge_assessment', part: bucketPart(batch, 2) },
    rows.map(({ assessment }) => assessment),
  );
}

const pledgeRow = (row: AssessmentRow): PledgeRow => ({
  pledge_id: row.pledge_id,
  backer_id: row.backer_id,
  project_id: row.project_id,
  amount: row.amount,
  currency: row.currency,
  base_amount: row.base_amount,
  time: new Date(row.occurred_at).getTime(),
  ...geoColumns(row.ip),
  live: true,
});

const assessmentRow = (row: AssessmentRow): PledgeAssessmentRow => ({
  pledge_id: row.pledge_id,
  revision: row.revision ?? 1,
  risk_score: row.risk_score,
  risk_level: row.risk_level,
  disposition: row.disposition,
  amount: row.amount,
  currency: row.currency,
  base_amount: row.base_amount,
  project_id: row.project_id,
  backer_id: row.backer_id,
  time: new Date(row.occurred_at).getTime(),
  ...geoColumns(row.ip),
  origin: row.origin,
  ip: row.ip,
  ...foundBy(row),
  live: true,
});

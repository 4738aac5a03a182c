import type { EventRow, PledgeAssessmentRow, PledgeOutcomeRow } from '#libs/contracts';
import { looksLikeCardNumber } from '#libs/scoring';
import type { NewDocument } from '../history.js';
import { assessmentDocument, outcomeDocument } from './assessment-document.js';
import type { CountryOf } from './document-parts.js';
import { eventDocument } from './event-document.js';
import { storable } from './storable.js';

/** The tables of buckets that the history reads. Rows of others, snapshots among them, pass it by. */
const historyTables = ['event', 'pledge_assessment', 'pledge_outcome'] as const;

export type HistoryTable = (typeof historyTables)[number];

export const isHistoryTable = (table: string): table is HistoryTable => historyTables.some((one) => one === table);

/** A line that makes no document: which field of it is not as it must be. */
export interface BadLine {
  readonly rule: string;
  readonly detail: string;
  /** Its beginning; null where it may hold a card's number. */
  readonly text: string | null;
}

type Kind = 'text' | 'integer' | 'number' | 'flag' | 'object' | 'identity';

const checks: Readonly<Record<HistoryTable, Readonly<Record<string, Kind>>>> = {
  event: {
    identity: 'identity',
    source: 'text',
    event: 'text',
    distinct_id: 'text',
    time: 'integer',
    live: 'flag',
    properties: 'object',
  },
  pledge_assessment: { pledge_id: 'text', revision: 'integer', risk_score: 'number', time: 'integer', live: 'flag' },
  pledge_outcome: { pledge_id: 'text', outcome_id: 'text', kind: 'text', occurred_at: 'integer', live: 'flag' },
};

const holds: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string' && value !== '',
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => typeof value === 'number',
  flag: (value) => typeof value === 'boolean',
  object: isObject,
  identity: (value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value),
};

const textShown = 1_000;

/** @param source the first folder of the object's name. */
export function lineDocument(
  table: HistoryTable,
  line: string,
  source: string,
  countryOf: CountryOf,
): NewDocument | BadLine {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return badLine('json', 'the line is not JSON', line);
  }
  if (!isObject(row)) return badLine('object', 'the line is not an object', line);
  for (const [name, kind] of Object.entries(checks[table]))
    if (!holds[kind](row[name])) return badLine(name, `${name} is no ${kind}`, line);
  return rowDocument(table, row, source, countryOf);
}

function rowDocument(table: HistoryTable, row: object, source: string, countryOf: CountryOf): NewDocument {
  if (table === 'event') return eventDocument(row as EventRow, countryOf);
  if (table === 'pledge_assessment') {
    const assessment = row as PledgeAssessmentRow;
    return assessmentDocument({ ...assessment }, { source, live: assessment.live, time: assessment.time }, countryOf);
  }
  const outcome = row as PledgeOutcomeRow;
  return outcomeDocument({ ...outcome }, { source, live: outcome.live, time: outcome.occurred_at });
}

export const badLine = (rule: string, detail: string, line: string): BadLine => ({
  rule,
  detail,
  text: looksLikeCardNumber(line) ? null : storable(line, textShown),
});

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

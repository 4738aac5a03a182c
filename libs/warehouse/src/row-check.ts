import type { BucketTable } from '#libs/contracts';

type Kind = 'text' | 'integer' | 'number' | 'flag' | 'object';

/** A field of a bucket's line: its kind, and whether a line can be without it. */
interface Field {
  readonly kind: Kind;
  readonly required: boolean;
}

const must = (kind: Kind): Field => ({ kind, required: true });
const may = (kind: Kind): Field => ({ kind, required: false });

const ofTheLog = { live: must('flag'), log_transaction: may('integer'), log_position: may('integer') };

const fields: Readonly<Record<BucketTable, Readonly<Record<string, Field>>>> = {
  event: {
    ...ofTheLog,
    identity: must('text'),
    source: must('text'),
    event: must('text'),
    distinct_id: must('text'),
    time: must('integer'),
    insert_id: may('text'),
    ip: may('text'),
    properties: must('object'),
  },
  pledge: {
    ...ofTheLog,
    pledge_id: must('text'),
    backer_id: may('text'),
    project_id: may('text'),
    amount: may('integer'),
    currency: may('text'),
    base_amount: may('integer'),
    time: must('integer'),
  },
  pledge_outcome: {
    ...ofTheLog,
    pledge_id: must('text'),
    outcome_id: must('text'),
    kind: must('text'),
    category: may('text'),
    reason_code: may('text'),
    amount: may('integer'),
    currency: may('text'),
    base_amount: may('integer'),
    occurred_at: must('integer'),
    known_at: must('integer'),
  },
  pledge_assessment: {
    ...ofTheLog,
    pledge_id: must('text'),
    revision: must('integer'),
    risk_score: must('number'),
    risk_level: may('text'),
    disposition: may('text'),
    base_amount: may('integer'),
    project_id: may('text'),
    backer_id: may('text'),
    time: must('integer'),
    origin: must('text'),
  },
};

const holds: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => typeof value === 'number',
  flag: (value) => typeof value === 'boolean',
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

const identity = /^[0-9a-f]{32}$/;

/** The rule that a line of a bucket's object breaks: `json`, `object`, or the name of a field; undefined for a good one. */
export function brokenRule(table: BucketTable, line: string): string | undefined {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return 'json';
  }
  if (!holds.object(row)) return 'object';
  const cells = new Map(Object.entries(row as object));
  for (const [name, { kind, required }] of Object.entries(fields[table])) {
    const value: unknown = cells.get(name) ?? null;
    if (value === null ? required : !holds[kind](value)) return name;
  }
  if (table === 'event' && !identity.test(String(cells.get('identity')))) return 'identity';
  return undefined;
}

import {
  scoreRequestSchema,
  type ImportedFacts,
  type ImportedLabel,
  type ImportedOutcome,
  type ImportedPledge,
  type ImportedRow,
  type ScoreRequest,
} from '#libs/contracts';
import { invalid } from '#libs/errors';
import type { Entities } from '#libs/scoring';
import type { Configuration } from '../configuration/configuration.js';
import { canonicalHash } from '../hash.js';
import { labelOf } from '../outcome/label-of.js';
import { refuseCardNumbers } from '../score/card-numbers.js';
import { refuseUnstorableText } from '../score/storable-text.js';
import { entitiesOf, readSubject, type Subject } from '../score/subject.js';

/** A row of `import_row`, before its stamp. Times are µs. */
export interface StagedRow {
  readonly knownAt: number;
  readonly line: number;
  /** 0 the pledge or outcome of the line, 1 its label. */
  readonly part: 0 | 1;
  readonly kind: 'pledge' | 'outcome' | 'label';
  readonly pledgeId: string;
  readonly occurredAt: number;
  readonly category?: string;
  readonly baseAmount?: number | undefined;
  readonly bodyHash?: string;
  readonly entities: Entities;
  readonly body: string;
}

/** What `body` holds of a pledge. */
export interface StagedPledge {
  readonly request: ScoreRequest;
  readonly facts?: ImportedFacts;
}

/** Who says a label that came in a column of its own. */
const labelSource = 'import';

/** @throws VerdictError `invalid` naming the field and the rule, never the value. */
export function stagedRows(row: ImportedRow, configuration: Configuration): StagedRow[] {
  return row.kind === 'pledge' ? pledgeRows(row, configuration) : outcomeRows(row, configuration);
}

function pledgeRows(row: ImportedPledge, configuration: Configuration): StagedRow[] {
  const { line, time, label, facts } = row;
  const request = checkedRequest(row);
  const subject = subjectAt(request, time, configuration);
  const staged: StagedPledge = { request, ...(facts === undefined ? {} : { facts }) };
  const pledge: StagedRow = {
    knownAt: time,
    line,
    part: 0,
    kind: 'pledge',
    pledgeId: subject.pledgeId,
    occurredAt: time,
    baseAmount: subject.baseAmount,
    bodyHash: subject.hash,
    entities: entitiesOf(subject, facts?.creatorId),
    body: JSON.stringify(staged),
  };
  if (label === undefined) return [pledge];
  // Nothing is known of a pledge before it is made.
  const knownAt = Math.max(label.knownAt, time);
  return [pledge, labelRow(line, subject.pledgeId, { ...label, knownAt }, knownAt, labelSource)];
}

function checkedRequest({ request, time }: ImportedPledge): ScoreRequest {
  const own = { ...request, pledge: { ...request.pledge, time: new Date(Math.floor(time / 1_000)).toISOString() } };
  const parsed = scoreRequestSchema.safeParse(own);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const pointer = `/${issue?.path.join('/') ?? ''}`;
    throw invalid('A pledge of an import cannot be scored.', [
      { pointer, rule: issue?.code ?? 'shape', detail: issue?.message ?? 'not as a request must be' },
    ]);
  }
  refuseUnstorableText(own);
  refuseCardNumbers(own);
  return own;
}

/** The pledge as it would have been read when it was made: never late. */
export function subjectAt(request: ScoreRequest, micros: number, configuration: Configuration): Subject {
  return readSubject(request, Math.floor(micros / 1_000), configuration);
}

function outcomeRows({ line, pledgeId, outcome, label }: ImportedOutcome, configuration: Configuration): StagedRow[] {
  refuseUnstorableText({ pledgeId, outcome });
  refuseCardNumbers({ pledgeId, outcome });
  if (outcome === undefined) {
    return label === undefined ? [] : [labelRow(line, pledgeId, label, label.knownAt, labelSource)];
  }
  const { kind, amount, currency, knownAt } = outcome;
  const occurredAt = Math.min(outcome.occurredAt, knownAt);
  const day = new Date(occurredAt / 1_000).toISOString().slice(0, 10);
  const row: StagedRow = {
    knownAt,
    line,
    part: 0,
    kind: 'outcome',
    pledgeId,
    occurredAt,
    category: kind,
    baseAmount:
      amount === undefined || currency === undefined ? undefined : configuration.rates.toBase(amount, currency, day),
    bodyHash: canonicalHash(outcome),
    entities: {},
    body: JSON.stringify(outcome),
  };
  const derived = labelOf(outcome);
  if (label !== undefined) return [row, labelRow(line, pledgeId, label, label.knownAt, labelSource)];
  if (derived === undefined) return [row];
  return [row, labelRow(line, pledgeId, { label: derived, knownAt }, occurredAt, `outcome:${outcome.id}`)];
}

const labelRow = (
  line: number,
  pledgeId: string,
  { label, knownAt }: ImportedLabel,
  occurredAt: number,
  source: string,
): StagedRow => ({
  knownAt,
  line,
  part: 1,
  kind: 'label',
  pledgeId,
  occurredAt,
  category: label,
  entities: {},
  body: source,
});

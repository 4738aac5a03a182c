import { outcomeCategories, outcomeKinds, type ImportedOutcome } from '#libs/contracts';
import type { Values } from '../file/file-records.js';
import { LineProblem } from './line-problem.js';
import type { ValueReader } from './value-reader.js';

type Outcome = NonNullable<ImportedOutcome['outcome']>;

const longestId = 128;

/** A line as an outcome of a pledge, a label, or both. @throws LineProblem */
export function outcomeRow(line: number, values: Values, reader: ValueReader): ImportedOutcome {
  const pledgeId = reader.requiredText(values, 'pledge_id');
  if (pledgeId.length > longestId) throw new LineProblem('pledge_id', 'too_long', `longer than ${longestId}`);
  const knownAt = reader.requiredTime(values, 'known_at');
  const label = reader.labelOf(values);
  const kind = reader.text(values, 'outcome');
  if (kind === undefined && label === undefined)
    throw new LineProblem('outcome', 'required', 'neither an outcome nor a label');
  return {
    kind: 'outcome',
    line,
    pledgeId,
    ...(kind === undefined ? {} : { outcome: outcomeOf(kind, knownAt, values, reader) }),
    ...(label === undefined ? {} : { label: { label, knownAt } }),
  };
}

function outcomeOf(kindText: string, knownAt: number, values: Values, reader: ValueReader): Outcome {
  const kind = oneOf(outcomeKinds, 'outcome', kindText);
  const categoryText = reader.text(values, 'category');
  const currency = reader.currencyOf(values);
  const amount = currency === undefined ? undefined : reader.amountOf(values, currency);
  const occurredAt = reader.timeOf(values, 'occurred_at') ?? knownAt;
  const reasonCode = reader.text(values, 'reason_code')?.slice(0, 64);
  const won = reader.flag(values, 'won');
  const id = reader.text(values, 'outcome_id') ?? `${kind}:${occurredAt}`;
  if (id.length > longestId) throw new LineProblem('outcome_id', 'too_long', `longer than ${longestId}`);
  return {
    id,
    kind,
    occurredAt,
    knownAt,
    ...(categoryText === undefined ? {} : { category: oneOf(outcomeCategories, 'category', categoryText) }),
    ...(reasonCode === undefined ? {} : { reasonCode }),
    ...(won === undefined ? {} : { won }),
    ...(amount === undefined || currency === undefined ? {} : { amount, currency }),
  };
}

function oneOf<Value extends string>(known: readonly Value[], field: string, text: string): Value {
  const found = known.find((one) => one === text.toLowerCase());
  if (found === undefined) throw new LineProblem(field, 'value', `none of ${known.join(', ')}`);
  return found;
}

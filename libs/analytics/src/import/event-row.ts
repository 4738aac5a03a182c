import { bucketLine, fromMixpanel, judgeEvent, type BucketLine } from '#libs/events';
import type { Values } from '../file/file-records.js';
import { LineProblem } from './line-problem.js';
import type { ValueReader } from './value-reader.js';

const sourceName = /^[A-Za-z0-9_-]{1,64}$/;

/** As far as a date goes: an import takes any age. */
const rules = { live: true, now: Date.UTC(9_999, 0), retentionDays: Infinity } as const;

/** A line as an event in a bucket: Mixpanel's shape, ours, or a table's, whose other columns are properties. @throws LineProblem */
export function eventRow(values: Values, reader: ValueReader, taken: ReadonlySet<string>): BucketLine {
  const source = reader.text(values, 'source') ?? 'import';
  if (!sourceName.test(source)) throw new LineProblem('source', 'source', 'letters, digits, - and _ only');
  return judgedEvent(isMixpanel(values) ? mixpanelEvent(values) : tableEvent(values, reader, taken), source);
}

/** An event in our shape as it lies in a bucket, of any age. @throws LineProblem naming the rule that it breaks */
export function judgedEvent(given: unknown, source: string): BucketLine {
  const verdict = judgeEvent(given, { ...rules, source });
  if ('refusal' in verdict) {
    const { field, rule, detail } = verdict.refusal;
    throw new LineProblem(field === '' ? null : field, rule, detail);
  }
  return bucketLine(verdict.prepared);
}

const isMixpanel = (values: Values): boolean =>
  typeof values.get('properties') === 'object' && values.get('properties.distinct_id') !== undefined;

const mixpanelEvent = (values: Values): unknown =>
  fromMixpanel({ event: values.get('event'), properties: values.get('properties') });

function tableEvent(values: Values, reader: ValueReader, taken: ReadonlySet<string>): unknown {
  const insert_id = reader.text(values, 'insert_id');
  const ip = reader.text(values, 'ip');
  return {
    event: reader.requiredText(values, 'event'),
    distinct_id: reader.requiredText(values, 'distinct_id'),
    time: Math.floor(reader.requiredTime(values, 'time') / 1_000),
    ...(insert_id === undefined ? {} : { insert_id }),
    ...(ip === undefined ? {} : { ip }),
    properties: propertiesOf(values, taken),
  };
}

/** The columns that are no fields, and those of a JSON object `properties`; empty cells are absent. */
function propertiesOf(values: Values, taken: ReadonlySet<string>): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  for (const name of values.names()) {
    const value = values.get(name);
    if (taken.has(name) || value === '' || value === undefined || value === null) continue;
    if (name === 'properties' && typeof value === 'object') Object.assign(properties, value);
    else properties[name] = value;
  }
  return properties;
}

import { STATUS_CODES } from 'node:http';
import { isIP } from 'node:net';
import type { RefusedItem } from './refusal.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * An event as Mixpanel's /import takes it — {event, properties: {time, distinct_id, $insert_id, ip, …}} — in our shape. What
 * is no such object stays as it is, to be refused.
 * Source: https://developer.mixpanel.com/reference/import-events
 */
export function fromMixpanel(value: unknown): unknown {
  if (!isObject(value) || !isObject(value['properties'])) return value;
  const { time, distinct_id, $insert_id, ip, ...properties } = value['properties'];
  // An address that is none is only a property there.
  const address = typeof ip === 'string' && isIP(ip) !== 0;
  return {
    event: value['event'],
    distinct_id: typeof distinct_id === 'number' ? String(distinct_id) : distinct_id,
    time: isFraction(time) ? Math.round(time * 1_000) : time,
    ...($insert_id === undefined ? {} : { insert_id: $insert_id }),
    ...(address ? { ip } : {}),
    properties: ip === undefined || address ? properties : { ...properties, ip },
  };
}

/** Seconds as Mixpanel's own libraries tell them (JavaScript: `Date.now() / 1000`; Python: `time.time()`). */
const isFraction = (time: unknown): time is number => typeof time === 'number' && !Number.isInteger(time);

export interface MixpanelAnswer {
  readonly code: number;
  readonly error?: string;
  readonly failed_records?: readonly {
    readonly index: number;
    readonly insert_id: string;
    readonly field: string;
    readonly message: string;
  }[];
  readonly num_records_imported?: number;
  readonly status: string;
}

/** The answer as Mixpanel words it: with `strict`, one bad record makes it a 400, and the good ones are in all the same. */
export function mixpanelAnswer(imported: number, refused: readonly RefusedItem[], strict: boolean): MixpanelAnswer {
  if (refused.length === 0 || !strict) return { code: 200, num_records_imported: imported, status: 'OK' };
  return {
    code: 400,
    error: 'some data points in the request failed validation',
    failed_records: refused.map((one) => ({
      index: one.index,
      insert_id: one.insert_id ?? '',
      field: mixpanelField(one.field),
      message: `'${mixpanelField(one.field)}' is invalid: ${one.detail}`,
    })),
    num_records_imported: imported,
    status: 'Bad Request',
  };
}

/** The answer to a request that is refused as a whole. 413 has the name that Mixpanel's servers know it by. */
export const mixpanelRefusal = (code: number, error: string): MixpanelAnswer => ({
  code,
  error,
  status: code === 413 ? 'Request Entity Too Large' : (STATUS_CODES[code] ?? 'Error'),
});

const renamed: Readonly<Record<string, string>> = {
  '/event': 'event',
  '/time': 'properties.time',
  '/distinct_id': 'properties.distinct_id',
  '/insert_id': 'properties.$insert_id',
  '/ip': 'properties.ip',
};

/** A JSON pointer of ours as Mixpanel's dotted name. */
const mixpanelField = (pointer: string): string => renamed[pointer] ?? pointer.slice(1).replaceAll('/', '.');

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

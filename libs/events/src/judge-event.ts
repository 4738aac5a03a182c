import { isIP } from 'node:net';
import { eventLimits, timeOf, type NewEvent } from '#libs/contracts';
import { escapePart } from '#libs/errors';
import { prepareEvent, type PreparedEvent } from './prepared-event.js';
import { checkProperties, checkText } from './property-check.js';
import type { Refusal } from './refusal.js';

/** What an event is judged by besides itself. */
export interface EventRules {
  readonly source: string;
  readonly live: boolean;
  /** Milliseconds. */
  readonly now: number;
  readonly retentionDays: number;
  /** Where a repeat is told by that alone, as Mixpanel's strict mode has it. */
  readonly insertIdRequired?: boolean;
}

type Fields = Readonly<Record<string, unknown>>;
type Verdict = { readonly prepared: PreparedEvent } | { readonly refusal: Refusal };

const fields = new Set(['event', 'distinct_id', 'time', 'insert_id', 'ip', 'properties']);
const dayMs = 86_400_000;
const secondsBelow = 100_000_000_000;
/** Where JavaScript's dates begin, and with them days. Source: ECMA-262, time values. */
const firstTime = -8.64e15;
const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * One event of `POST /v1/events`, by hand: a schema library costs more than the rest of the request. The first rule that
 * is broken is the answer.
 */
export function judgeEvent(value: unknown, rules: EventRules): Verdict {
  if (!isObject(value)) return refuse('', 'object', 'an event is an object');
  for (const name in value)
    if (!fields.has(name)) return refuse(pointerTo(name), 'unknown_field', 'no such field here');
  const { event, distinct_id, insert_id, ip, properties = {} } = value;
  const refusal =
    textRefusal(event, '/event', eventLimits.name) ??
    textRefusal(distinct_id, '/distinct_id', eventLimits.identifier) ??
    insertIdRefusal(insert_id, rules.insertIdRequired === true) ??
    (ip === undefined || (typeof ip === 'string' && isIP(ip) !== 0)
      ? undefined
      : { field: '/ip', rule: 'ip', detail: 'an IPv4 or IPv6 address' });
  if (refusal !== undefined) return { refusal };
  const time = judgeTime(value['time'], rules);
  if (typeof time !== 'number') return { refusal: time };
  if (!isObject(properties)) return refuse('/properties', 'object', 'properties are an object');
  // Before the text is made: the check ends at a depth, where making the text would not.
  const propertyRefusal = checkProperties(properties, '/properties');
  if (propertyRefusal !== undefined) return { refusal: propertyRefusal };
  const text = JSON.stringify(properties);
  if (Buffer.byteLength(text) > eventLimits.propertyBytes)
    return refuse('/properties', 'size', `larger than ${eventLimits.propertyBytes} bytes`);
  const accepted: NewEvent = {
    source: rules.source,
    event: event as string,
    distinct_id: distinct_id as string,
    time,
    ...(insert_id === undefined ? {} : { insert_id: insert_id as string }),
    ...(ip === undefined ? {} : { ip: ip as string }),
    properties,
    live: rules.live,
  };
  return { prepared: prepareEvent(accepted, text) };
}

/** Milliseconds, from RFC 3339, unix seconds or milliseconds; only within what identities are kept for. */
function judgeTime(value: unknown, { now, retentionDays }: EventRules): number | Refusal {
  const field = '/time';
  const time =
    typeof value === 'string' && rfc3339.test(value)
      ? timeOf(value)
      : typeof value === 'number' && Number.isInteger(value)
        ? Math.abs(value) < secondsBelow
          ? value * 1_000
          : value
        : undefined;
  if (time === undefined || time < firstTime)
    return { field, rule: 'time', detail: 'RFC 3339, or whole unix seconds or milliseconds' };
  if (time < now - retentionDays * dayMs)
    return {
      field,
      rule: 'too_old',
      detail: `more than ${retentionDays} days old: a repeat could no longer be told; bring it in by import`,
    };
  if (time > now + dayMs) return { field, rule: 'too_new', detail: 'more than a day ahead; import takes any time' };
  return time;
}

function insertIdRefusal(value: unknown, required: boolean): Refusal | undefined {
  if (value !== undefined) return textRefusal(value, '/insert_id', eventLimits.identifier);
  return required ? { field: '/insert_id', rule: 'required', detail: 'every event needs one here' } : undefined;
}

function textRefusal(value: unknown, field: string, maximum: number): Refusal | undefined {
  if (typeof value !== 'string' || value.length === 0 || value.length > maximum)
    return { field, rule: 'text', detail: `text of 1 to ${maximum} characters` };
  return checkText(value, field);
}

const refuse = (field: string, rule: string, detail: string): Verdict => ({ refusal: { field, rule, detail } });

/** A name that may not be stored is not repeated. */
const pointerTo = (name: string): string =>
  name.length <= 64 && checkText(name, '') === undefined ? `/${escapePart(name)}` : '';

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

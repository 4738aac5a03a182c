import { z } from 'zod';
import { eventsExample } from '../examples.js';
import { liveQuery } from '../access/principal.js';

/** One thing that happened, as the log takes it. (source, event, distinct_id, time, insert_id) makes it count once. */
export interface NewEvent {
  /** Who tells: `app` for what comes over HTTP, `verdict` for our own. Letters, digits, `-` and `_`: it names a bucket. */
  readonly source: string;
  readonly event: string;
  readonly distinct_id: string;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  /** Without one the canonical body (RFC 8785) identifies the event. */
  readonly insert_id?: string;
  readonly ip?: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** False for what a test key sent: kept, and left out of everything live. */
  readonly live: boolean;
}

/** What the product itself reads by name. */
export const eventNames = {
  exposure: '$experiment_started',
  pageView: 'Page View',
  signUp: 'New user',
  projectLaunched: 'Project Launched',
  pledge: 'Pledge',
  pledgeOutcome: 'Pledge Outcome',
  pledgeAssessed: 'Pledge Assessed',
} as const;

/** The limits of one event; the first three are Mixpanel's. */
export const eventLimits = {
  name: 255,
  identifier: 255,
  propertyCount: 255,
  propertyDepth: 8,
  // A VARCHAR of Redshift holds no more.
  propertyBytes: 65_535,
  batch: 2_000,
} as const;

const eventShape = z
  .strictObject({
    event: z.string().min(1).max(eventLimits.name),
    distinct_id: z.string().min(1).max(eventLimits.identifier),
    time: z.union([z.int(), z.iso.datetime({ offset: true })]).meta({
      description:
        'RFC 3339, or unix seconds or milliseconds; at most 90 days old and a day ahead (older ones: import)',
    }),
    insert_id: z.string().min(1).max(eventLimits.identifier).optional(),
    ip: z.string().optional().meta({ description: 'IPv4 or IPv6' }),
    properties: z.record(z.string(), z.unknown()).optional().meta({
      description: '64 kB, 255 names and 8 levels at most; an event with both $device_id and $user_id links them',
    }),
  })
  .meta({ description: 'Each is judged by itself; see `refused` in the answer.' });

/**
 * The body of `POST /v1/events`. Its events are checked one by one by libs/events, so that a bad one does not refuse the
 * others; here they are only counted.
 */
export const eventsBodySchema = z.strictObject({ events: z.array(z.unknown()).min(1).max(eventLimits.batch) }).meta({
  id: 'Events',
  properties: { events: { type: 'array', items: z.toJSONSchema(eventShape) } },
  examples: [eventsExample],
});

export interface RefusedEvent {
  /** Its place in the batch, from 0. */
  readonly index: number;
  readonly insert_id: string | null;
  /** JSON pointer into the event. */
  readonly field: string;
  readonly rule: string;
  readonly detail: string;
}

/** The answer of `POST /v1/events`: `repeated` were seen before and are in already. */
export interface EventsAnswer {
  readonly accepted: number;
  readonly repeated: number;
  readonly refused: readonly RefusedEvent[];
}

export const refusedQuerySchema = z.strictObject({
  live: liveQuery,
  after: z.coerce.number().int().nonnegative().default(0).meta({ description: 'the id of the last one seen' }),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

export type EventsBody = z.infer<typeof eventsBodySchema>;
export type RefusedQuery = z.infer<typeof refusedQuerySchema>;

/** What `GET /v1/events/refused` shows for 7 days. */
export interface RefusedView extends Omit<RefusedEvent, 'detail'> {
  readonly id: number;
  readonly at: Date;
  readonly key_id: string | null;
  /** The beginning of the event as it came; null where it may hold a card number. */
  readonly text: string | null;
}

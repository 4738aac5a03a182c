import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { AggregateAsked, AggregateFact, AggregateLine, Measured } from '#libs/experimentation';
import type { BucketObject } from '#libs/contracts';
import { BatchLoader, checkSelect, isOfEventDays } from '#libs/warehouse';
import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';

export const dayMs = 86_400_000;
export const start = Date.parse('2026-02-20T00:00:00Z');
const days = 14;

/** A line of the log, as a bucket has it. */
export type LogRow = Readonly<Record<string, unknown>> & {
  readonly time: number;
  readonly live: boolean;
  readonly log_transaction: number;
  readonly log_position: number;
};

/** What happened, in the order in which the warehouse hears of it. */
export interface Arrival {
  readonly table: 'event' | 'pledge' | 'pledge_outcome';
  readonly row: LogRow;
}

/** A company of some visitors in two weeks: all that it does arrives in any order, and some of it twice. */
export function arrivals(random: (below: number) => number): Arrival[] {
  const rows: Arrival[] = [];
  const at = (from = 0): number => start + from * dayMs + random((days - from) * dayMs);
  const add = (table: Arrival['table'], time: number, over: object): void => {
    const place = { live: random(30) > 0, log_transaction: random(6), log_position: rows.length };
    rows.push({ table, row: { ...place, time, ...over } });
  };
  const event = (name: string, who: string, time: number, properties: object): void => {
    const identity = createHash('md5').update(`${rows.length}`).digest('hex');
    add('event', time, { identity, source: 'app', event: name, distinct_id: who, properties });
  };
  for (let who = 0; who < 40; who++) {
    const [visitor, backer] = [who === 7 ? '100%;25/v' : `v${who}`, `b${random(30)}`];
    for (let met = 0; met <= random(3); met++) {
      const variant = random(12) === 0 ? 'treatment' : who % 2 === 0 ? 'control' : 'treatment';
      const told = { 'Experiment name': 'x', 'Variant name': variant, unit_type: 'visitor' };
      event('$experiment_started', visitor, at(2), told);
    }
    if (random(3) > 0) event('New user', backer, at(), { $device_id: visitor, $user_id: backer });
    if (random(5) === 0)
      event('Badge', random(2) === 0 ? visitor : backer, at(), { reason: ['staff', 'bot', '', ' '][random(4)] });
    if (random(6) === 0) {
      const told = { 'Experiment name': 'x', 'Variant name': random(2) === 0 ? 'control' : 'treatment' };
      const tried = random(2) === 0 ? visitor : `q${random(4)}`;
      event('$experiment_started', tried, at(2), { ...told, in_analysis: false, left_out: 'forced' });
    }
    for (let seen = random(12); seen > 0; seen--) event('Visit', visitor, at(), { n: random(500) });
    for (let pledged = random(4); pledged > 0; pledged--) {
      const [pledge_id, time] = [`p${who}-${pledged}`, at()];
      const amounts = random(4) === 0 ? [random(9_000), random(9_000)] : [random(9_000)];
      for (const amount of amounts)
        add('pledge', time, {
          pledge_id,
          backer_id: backer,
          project_id: 'j1',
          amount,
          currency: 'USD',
          base_amount: amount,
        });
      const outcomes = ['collected', ...(random(2) === 0 ? ['charged_back'] : [])];
      for (const kind of outcomes) {
        const occurred_at = time + random(5 * dayMs);
        const told = { occurred_at, known_at: occurred_at + random(2 * dayMs), category: 'fraud' };
        add('pledge_outcome', time, {
          pledge_id,
          outcome_id: `${pledge_id}-${kind}`,
          kind,
          amount: 1,
          currency: 'USD',
          ...told,
        });
      }
    }
  }
  const twice = rows.filter(() => random(10) === 0);
  return shuffled([...rows, ...twice], random);
}

function shuffled<One>(all: readonly One[], random: (below: number) => number): One[] {
  const rest = [...all];
  return all.map(() => rest.splice(random(rest.length), 1)[0] as One);
}

let batches = 0;

/** One batch of the log into a warehouse. */
export async function load({ warehouse, objects }: WarehouseUnderTest, some: readonly Arrival[], sequence: number) {
  const stored: BucketObject[] = [];
  for (const table of ['event', 'pledge', 'pledge_outcome'] as const) {
    const lines = some
      .filter((one) => one.table === table)
      .map(({ row: { time, ...row } }) => {
        const timed = table === 'pledge_outcome' ? row : { ...row, time };
        return JSON.stringify(timed);
      });
    if (lines.length === 0) continue;
    const object = `app/${table}/dt=2026-02-20/part-${batches++}.json.gz`;
    const bytes = gzipSync(`${lines.join('\n')}\n`);
    await objects.put(object, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const place = { object, source: 'app', table, day: '2026-02-20' };
    stored.push({ ...place, rows: lines.length, bytes: bytes.length, sha256 });
  }
  const batch = { batch: sequence, sequence, log_transaction: null, snapshot: null, objects: stored };
  const [loaded] = await new BatchLoader(warehouse, objects).loadNext([batch], new Date(start));
  const [bad] = loaded?.quarantined ?? [];
  if (bad !== undefined) throw new Error(`${bad.object}:${bad.line} ${bad.rule}`);
}

const published = new Set(['event', 'pledge', 'outcome'].map((name) => `published.${name}`));

async function factOf(key: string, columns: readonly string[], text: string): Promise<Measured['fact']> {
  const select = await checkSelect(text, { published, pointer: '/sql' });
  return { key, version: 1, select, columns, ofEventDays: await isOfEventDays(text) };
}

/** Who is left out: by what events say, and by what became of pledges. */
export async function sceneExclusions(): Promise<AggregateFact[]> {
  const badges = `SELECT
  CASE WHEN event.distinct_id NOT LIKE 'b%' THEN event.distinct_id END AS visitor_id,
  CASE WHEN event.distinct_id LIKE 'b%' THEN event.distinct_id END AS backer_id,
  event.time AS time,
  JSON_EXTRACT_PATH_TEXT(event.properties, 'reason') AS reason
FROM event
WHERE event.name = 'Badge'`;
  const chargedBack = `SELECT
  pledge.backer_id AS backer_id,
  outcome.known_at AS time,
  'charged back' AS reason
FROM outcome
INNER JOIN pledge ON outcome.pledge_id = pledge.pledge_id
WHERE outcome.kind = 'charged_back'`;
  return [
    await factOf('badges', ['visitor_id', 'backer_id', 'time', 'reason'], badges),
    await factOf('charged_back', ['backer_id', 'time', 'reason'], chargedBack),
  ];
}

/** A line of each kind over facts of each kind. */
export async function sceneLines(): Promise<AggregateLine[]> {
  const visits = await factOf(
    'visits',
    ['visitor_id', 'time', 'n'],
    `SELECT
  event.distinct_id AS visitor_id,
  event.time AS time,
  CAST(JSON_EXTRACT_PATH_TEXT(event.properties, 'n') AS BIGINT) AS n
FROM event
WHERE event.name = 'Visit'`,
  );
  const collections = await factOf(
    'collections',
    ['backer_id', 'project_id', 'time', 'settled_at', 'fraud_at', 'value'],
    `WITH fraud AS (
  SELECT
    outcome.pledge_id AS pledge_id,
    MIN(outcome.known_at) AS fraud_at
  FROM outcome
  WHERE outcome.kind = 'charged_back'
  GROUP BY outcome.pledge_id
)

SELECT
  pledge.backer_id AS backer_id,
  pledge.project_id AS project_id,
  pledge.pledged_at AS time,
  outcome.occurred_at AS settled_at,
  fraud.fraud_at AS fraud_at,
  pledge.base_amount AS value
FROM outcome
INNER JOIN pledge ON outcome.pledge_id = pledge.pledge_id
LEFT JOIN fraud ON outcome.pledge_id = fraud.pledge_id
WHERE outcome.kind = 'collected' -- and nothing else`,
  );
  const either = await factOf(
    'either',
    ['visitor_id', 'backer_id', 'time'],
    `SELECT
  CASE WHEN event.name = 'Visit' THEN event.distinct_id END AS visitor_id,
  CASE WHEN event.name = 'New user' THEN event.distinct_id END AS backer_id,
  event.time AS time
FROM event`,
  );
  const measured = (fact: Measured['fact'], value: string | null, over: Partial<Measured> = {}): Measured => ({
    fact,
    value,
    scale: null,
    conditions: [],
    conditionColumns: [],
    withoutFraud: false,
    ...over,
  });
  const line = (metric: string, numerator: Measured, over: Partial<AggregateLine> = {}): AggregateLine => ({
    metric,
    version: 1,
    reading: 'all',
    numerator,
    denominator: null,
    fromDay: 0,
    actDays: 4,
    windowDays: 4,
    covariateDays: 3,
    isShare: false,
    cap: null,
    percentile: null,
    quantile: null,
    isShaped: over.isShare !== true,
    isBeside: false,
    ...over,
  });
  const many = { conditions: ['final_fact.n > 250'], conditionColumns: ['n'] };
  const withoutFraud = { withoutFraud: true };
  return [
    line('visits', measured(visits, null)),
    line('seconds', measured(visits, 'n'), { cap: '700' }),
    line('seconds', measured(visits, 'n'), { isBeside: true }),
    line('seconds_at_most', measured(visits, 'n'), { percentile: 0.8 }),
    line('seconds_of_most', measured(visits, 'n'), { quantile: { q: 0.5, alpha: 0.2 }, covariateDays: 0 }),
    line('seconds_per_visit', measured(visits, 'n'), { denominator: measured(visits, null) }),
    line('came_back', measured(visits, null, many), {
      fromDay: 1,
      actDays: 3,
      windowDays: 3,
      isShare: true,
      covariateDays: 0,
    }),
    line('collected', measured(collections, 'value', { scale: 2 }), { windowDays: 8, covariateDays: 2 }),
    // Its squares take more than 64 bits.
    line('collected_finely', measured(collections, 'value', { scale: 6 }), { windowDays: 8, covariateDays: 2 }),
    line('paid', measured(collections, null, withoutFraud), { windowDays: 9, isShare: true, covariateDays: 0 }),
    line('paid_safely', measured(collections, 'value', withoutFraud), { windowDays: 7 }),
    line('either', measured(either, null), { denominator: measured(collections, 'value'), covariateDays: 1 }),
  ];
}

export const sceneOf = (
  lines: readonly AggregateLine[],
  zone: string,
  through: number,
  exclusions: readonly AggregateFact[] = [],
): AggregateAsked => ({
  experiment: 'x',
  unit: 'visitor',
  startedAt: new Date(start + 2.5 * dayMs),
  enrolmentEndsAt: through < start + 9 * dayMs ? null : new Date(start + 9 * dayMs),
  pauses:
    through < start + 5 * dayMs
      ? []
      : [
          {
            from: new Date(start + 5 * dayMs),
            until: through < start + 6 * dayMs ? null : new Date(start + 6 * dayMs),
          },
        ],
  phasesFrom: through < start + 7 * dayMs ? [] : [new Date(start + 7 * dayMs)],
  zone,
  dataThrough: new Date(through),
  lines,
  exclusions,
  forced:
    exclusions.length === 0
      ? []
      : [
          { unit: 'v1', since: new Date(start + 3 * dayMs) },
          { unit: 'v2', since: new Date(start + 6 * dayMs) },
          { unit: '100%;25/v', since: new Date(start) },
        ],
});

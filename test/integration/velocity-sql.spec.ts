import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { projectRoot } from '#libs/config';
import { Database, SqlCatalogue } from '#libs/postgres';
import {
  entityNames,
  velocityCatalogue,
  velocityValues,
  type Observation,
  type VelocityDefinition,
} from '#libs/scoring';
import { compileVelocityQueries, liveOrigin, velocityStatement, type VelocityQuery } from '#libs/trust';
import { testDatabase, type TestDatabase } from '../support/database.js';

const second = 1_000_000;
const hour = 3_600 * second;
const start = Date.UTC(2026, 5, 1) * 1_000;
const imports = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'] as const;
const catalogue = SqlCatalogue.load(join(projectRoot(), 'sql/warehouse'));

/** Besides the catalogue's own: what it has no example of. */
const definitions: readonly VelocityDefinition[] = [
  ...velocityCatalogue,
  {
    name: 'test_labels_7d',
    kind: 'label',
    entity: ['backer', 'project'],
    aggregate: 'distinct',
    of: 'card',
    windowSeconds: 7 * 86_400,
    family: 'project',
    description: 'Distinct of a label, by a pair, in any category',
  },
];

/** A stored observation: what the reference knows of it, and whose it is. */
interface Stored extends Observation {
  readonly origin: string;
  readonly storedEpoch: number | null;
}

type Run = (query: VelocityQuery, origin: string, epoch: number | null) => Promise<Record<string, unknown>[]>;

describe('the SQL form of the velocity features', () => {
  let postgres: TestDatabase;
  let duck: DuckDBConnection;
  const queries = compileVelocityQueries(catalogue, definitions);

  beforeAll(async () => {
    postgres = await testDatabase();
    duck = await (await DuckDBInstance.create(':memory:')).connect();
    await duck.run("SET integer_division = true; SET default_null_order = 'postgres'");
    await duck.run(`CREATE TABLE observation (origin VARCHAR, stamp BIGINT, epoch BIGINT, kind VARCHAR, occurred_at BIGINT,
      pledge_id VARCHAR, live BOOLEAN, amount BIGINT, category VARCHAR, ${entityNames.map((name) => `${name} VARCHAR`).join(', ')})`);
  });
  afterAll(async () => {
    duck.closeSync();
    await postgres.close();
  });

  const onPostgres: Run = (query, origin, epoch) =>
    new Database(postgres.database.pool, catalogue).rendered(velocityStatement, query.slots, {
      origin,
      from_stamp: 0,
      until_stamp: Number.MAX_SAFE_INTEGER,
      epoch,
      earliest: earliestOf(origin),
    });

  const onDuckDb: Run = async (query, origin, epoch) => {
    const { text } = catalogue.render(velocityStatement, query.slots);
    const reader = await duck.runAndReadAll(text, [
      origin,
      0n,
      BigInt(Number.MAX_SAFE_INTEGER),
      epoch === null ? null : BigInt(epoch),
      BigInt(earliestOf(origin)),
    ]);
    return reader
      .getRowObjects()
      .map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
        ),
      );
  };

  let loaded: readonly Stored[] = [];
  const earliestOf = (origin: string): number =>
    Math.min(
      start + 100 * 365 * 24 * hour,
      ...loaded.filter((one) => one.origin === origin && one.kind === 'pledge').map(({ occurredAt }) => occurredAt),
    );

  const load = async (observations: readonly Stored[]): Promise<void> => {
    loaded = observations;
    await postgres.database.pool.query('DELETE FROM observation');
    await duck.run('DELETE FROM observation');
    const columns = ['origin', 'stamp', 'epoch', 'kind', 'occurred_at', 'pledge_id', 'live', 'amount', 'category'];
    const names = [...columns, ...entityNames].join(', ');
    for (const one of observations) {
      const text = [
        one.origin,
        one.observedAt,
        one.storedEpoch,
        one.kind,
        one.occurredAt,
        one.pledgeId,
        true,
        one.amount,
      ]
        .concat([one.category ?? null, ...entityNames.map((name) => one[name] ?? null)])
        .map((value) => (typeof value === 'string' ? `'${value}'` : String(value)))
        .join(', ');
      await postgres.database.pool.query(`INSERT INTO observation (${names}) VALUES (${text})`);
      await duck.run(`INSERT INTO observation (${names}) VALUES (${text})`);
    }
  };

  it('equals the reference on PostgreSQL and DuckDB: late ones, labels, ties, epochs and imports included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }), async (steps) => {
        const observations = observed(steps);
        await load(observations);
        for (const origin of [liveOrigin, ...imports])
          for (const run of [onPostgres, onDuckDb]) {
            const epoch = origin === liveOrigin ? null : 2;
            expect(await valuesOf(run, queries, origin, epoch)).toEqual(expected(observations, origin, epoch));
          }
      }),
      { numRuns: 20 },
    );
  });

  it('is one text for all engines: no slot is left open', () => {
    for (const query of queries) {
      const { text } = catalogue.render(velocityStatement, query.slots);
      expect(text).not.toMatch(/\/\*\{/);
      expect(text).not.toMatch(/FILTER|LATERAL|DISTINCT ON|::/);
    }
    expect(queries.flatMap(({ names }) => names).toSorted()).toEqual(definitions.map(({ name }) => name).toSorted());
  });
});

interface Step {
  readonly origin: string;
  readonly gap: number;
  readonly late: number;
  readonly epoch: number;
  readonly kind: 'pledge' | 'label' | 'outcome';
  readonly category: boolean;
  readonly amount: number;
  readonly entities: Readonly<Record<string, string>>;
}

const key = (name: string, count: number) => fc.integer({ min: 1, max: count }).map((value) => `${name}${value}`);

const hours = (most: number) => fc.integer({ min: 0, max: most }).map((count) => count * hour);

const step: fc.Arbitrary<Step> = fc.record({
  origin: fc.oneof({ weight: 3, arbitrary: fc.constant<string>(liveOrigin) }, fc.constantFrom<string>(...imports)),
  // Whole hours: so that times of different origins and the edges of windows meet.
  gap: fc.oneof({ weight: 9, arbitrary: hours(2) }, fc.integer({ min: 0, max: 20 * second }), hours(30)),
  late: fc.oneof({ weight: 9, arbitrary: hours(3) }, hours(40), fc.integer({ min: 0, max: 40 * hour })),
  epoch: fc.integer({ min: 1, max: 3 }),
  kind: fc.oneof({ weight: 6, arbitrary: fc.constant('pledge' as const) }, fc.constantFrom('label', 'outcome')),
  category: fc.boolean(),
  amount: fc.integer({ min: -5_000, max: 100_000 }),
  entities: fc.record(
    {
      card: key('card', 3),
      ip: key('ip', 2),
      ip_network: fc.constant('net'),
      device: key('device', 3),
      backer: key('backer', 3),
      project: key('project', 2),
    },
    { requiredKeys: [] },
  ),
});

/** Stamps by the rule, each origin's own. */
function observed(steps: readonly Step[]): Stored[] {
  let now = start;
  const last = new Map<string, number>();
  return steps.map((one, index) => {
    now += one.gap;
    const stamp = Math.max(now, (last.get(one.origin) ?? 0) + 1);
    last.set(one.origin, stamp);
    const fraudulent = one.kind === 'label' ? 'fraud' : 'declined';
    const other = one.kind === 'label' ? 'not_fraud' : 'collected';
    return {
      ...one.entities,
      kind: one.kind,
      category: one.kind === 'pledge' ? undefined : one.category ? fraudulent : other,
      occurredAt: stamp - one.late,
      observedAt: stamp,
      pledgeId: `pledge${index}`,
      amount: one.amount,
      origin: one.origin,
      // The first import is not complete: nobody else sees it.
      storedEpoch: one.origin === imports[0] ? null : one.epoch,
    };
  });
}

/** By the reference: a pledge sees what an epoch up to its own has, and one of an import all of that import. */
function expected(observations: readonly Stored[], origin: string, epoch: number | null): Record<number, object> {
  return Object.fromEntries(
    observations
      .filter((one) => one.origin === origin && one.kind === 'pledge')
      .map((pledge) => {
        const own = epoch ?? pledge.storedEpoch ?? 0;
        const seen = observations.map((one) => ({
          ...one,
          epoch: origin !== liveOrigin && one.origin === origin ? own : (one.storedEpoch ?? Infinity),
        }));
        const point = { ...pledge, windowEnd: pledge.occurredAt, stamp: pledge.observedAt, epoch: own };
        const values = Object.entries(velocityValues(seen, point, definitions));
        return [pledge.observedAt, Object.fromEntries(values.filter(([, value]) => value !== undefined))] as const;
      })
      .filter(([, values]) => Object.keys(values).length > 0),
  );
}

async function valuesOf(
  run: Run,
  queries: readonly VelocityQuery[],
  origin: string,
  epoch: number | null,
): Promise<Record<number, object>> {
  const values: Record<number, Record<string, unknown>> = {};
  for (const query of queries)
    for (const { stamp, ...features } of await run(query, origin, epoch)) {
      const known = Object.entries(features).filter(([, value]) => value !== null);
      values[Number(stamp)] = { ...values[Number(stamp)], ...Object.fromEntries(known) };
    }
  return values;
}

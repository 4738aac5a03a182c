import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ImportedRow } from '#libs/contracts';
import { createRedis, type Redis } from '#libs/redis';
import { velocityCatalogue, type Entities, type ObservationKind } from '#libs/scoring';
import { compilePlan, VelocityStore } from '#libs/trust';
import { ImportTest } from '../support/imports.js';
import { testRedisUrl } from '../support/redis.js';

const start = Date.UTC(2026, 2, 1);
const minute = 60_000;

interface Row {
  readonly stamp: number;
  readonly kind: ObservationKind;
  readonly category: string | null;
  readonly occurred_at: number;
  readonly pledge_id: string;
  readonly amount: number | null;
  readonly features: Record<string, number> | null;
  readonly [entity: string]: unknown;
}

/** Pledges that share cards, devices and addresses, some raised later, some charged back, in no order. */
function* company(): Generator<ImportedRow> {
  for (let index = 0; index < 300; index++) {
    const time = (start + ((index * 7_919) % 9_000) * minute) * 1_000;
    const id = `pledge-${index % 280}`;
    yield {
      kind: 'pledge',
      line: 0,
      time,
      request: {
        pledge: {
          id,
          project_id: `project-${index % 3}`,
          backer_id: `backer-${index % 17}`,
          amount: 1_000 + index,
          currency: 'USD',
        },
        credit_card: { token: `card-${index % 13}` },
        device: { id: `device-${index % 11}`, ip_address: `81.2.69.${index % 5}` },
      },
      ...(index % 9 === 0 ? { label: { label: 'chargeback', knownAt: time + 86_400_000_000 } } : {}),
    };
    if (index % 6 > 0) continue;
    const at = time + 600_000_000;
    yield {
      kind: 'outcome',
      line: 0,
      pledgeId: id,
      outcome: { id: `outcome-${index}`, kind: 'declined', occurredAt: at, knownAt: at },
    };
  }
}

describe('a program that gives its rows', () => {
  let test: ImportTest;
  let redis: Redis;
  beforeAll(async () => {
    test = await ImportTest.start();
    redis = createRedis(await testRedisUrl(), { name: 'test' });
    await new Promise((resolve) => redis.once('ready', resolve));
  });
  afterAll(async () => {
    await redis.quit();
    await test.close();
  });

  it('has them in once, and their features are those that Redis would have given', async () => {
    const given = { name: 'a company', identity: 'company of seed 1' };
    const report = await test.importer.importRows(given, company());
    expect(await test.importer.importRows(given, company())).toEqual(report);
    const { rows } = await test.test.database.pool.query<Row>(
      `SELECT observation.*, assessment.features FROM observation
       LEFT JOIN assessment ON assessment.origin = observation.origin AND assessment.stamp = observation.stamp
       ORDER BY observation.stamp`,
    );
    expect(rows.filter(({ kind }) => kind === 'pledge')).toHaveLength(300);
    expect(rows.filter(({ kind }) => kind === 'outcome')).toHaveLength(50);

    const store = new VelocityStore(redis, compilePlan(velocityCatalogue));
    await store.open(1, 'generation', (await store.state()).runId, 0);
    for (const [index, row] of rows.entries()) {
      const sighted = await store.observe(row.stamp, {
        mark: `${row.kind}:${index}`,
        hash: String(index),
        kind: row.kind,
        category: row.category ?? undefined,
        pledgeId: row.pledge_id,
        entities: entitiesOf(row),
        ...(row.occurred_at === row.stamp ? {} : { occurredAt: row.occurred_at }),
        amount: row.amount ?? 0,
        replaces: false,
        previousAmount: 0,
        read: true,
        record: true,
      });
      expect(sighted?.stamp).toBe(row.stamp);
      if (row.features === null) continue;
      const { features } = row;
      const known = velocityCatalogue.filter(({ name }) => features[name] !== undefined);
      expect(Object.fromEntries(known.map(({ name }) => [name, features[name]]))).toEqual(sighted?.values);
    }
  });
});

const entitiesOf = (row: Row): Entities =>
  Object.fromEntries(
    ['ip', 'ip_network', 'device', 'card', 'bin', 'backer', 'email', 'address', 'project', 'creator'].flatMap((name) =>
      typeof row[name] === 'string' ? [[name, row[name]]] : [],
    ),
  );

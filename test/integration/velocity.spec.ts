import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRedis, type Redis } from '#libs/redis';
import { velocityCatalogue, velocityValues, type Observation, type VelocityDefinition } from '#libs/scoring';
import { compilePlan, VelocityStore, type Sighted, type Sighting } from '#libs/trust';
import { testRedisUrl } from '../support/redis.js';

const second = 1_000_000;
const day = 86_400;
const start = Date.UTC(2026, 9, 1) * 1_000;

/** Besides the catalogue's own: what it has no example of, so that another catalogue works too. */
const definitions: readonly VelocityDefinition[] = [
  ...velocityCatalogue,
  ...(['project', 'ip'] as const).map((entity): VelocityDefinition => ({
    name: `test_${entity}_amount_7d`,
    kind: 'pledge',
    entity: [entity],
    aggregate: 'sum',
    windowSeconds: 7 * day,
    family: 'project',
    description: 'A sum by a popular key',
  })),
  {
    name: 'test_project_backers_7d',
    kind: 'pledge',
    entity: ['project'],
    aggregate: 'distinct',
    of: 'backer',
    windowSeconds: 7 * day,
    family: 'project',
    description: 'Distinct by a popular key',
  },
];

const plan = compilePlan(definitions);

describe('the velocity store', () => {
  let redis: Redis;
  let store: VelocityStore;
  beforeAll(async () => {
    redis = createRedis(await testRedisUrl(), { name: 'test' });
    await new Promise((resolve) => redis.once('ready', resolve));
    store = new VelocityStore(redis, plan);
  });
  beforeEach(() => redis.flushdb());
  afterAll(() => redis.quit());

  const open = async (): Promise<void> => {
    const { runId } = await store.state();
    await store.open(1, 'generation', runId, 0);
  };

  it('knows nothing on an empty server, on another server, and after an old dump', async () => {
    expect(await store.observe(start, sighting({}))).toBeUndefined();
    expect(await store.open(1, 'generation', 'another-server', 0)).toBe(false);
    await redis.set('{velocity}:epoch', `1|generation|${'0'.repeat(40)}|${plan.hash}`);
    expect(await store.observe(start, sighting({}))).toBeUndefined();
    await open();
    expect(await store.observe(start, sighting({}))).toBeDefined();
  });

  it('stamps strictly upwards, whatever the clock does', async () => {
    await open();
    const stamps: number[] = [];
    for (const now of [start, start, start - 5_000_000, start + 1])
      stamps.push((await observed(store, now, sighting({ mark: `pledge:${stamps.length}` }))).stamp);
    expect(stamps).toEqual([start, start + 1, start + 2, start + 3]);
  });

  it('answers a repeat with the mark, a changed body with a new observation, and counts each once', async () => {
    await open();
    const first = await observed(store, start, sighting({ hash: 'a', amount: 100 }));
    const again = await observed(store, start + second, sighting({ hash: 'a', amount: 100 }));
    expect(again).toMatchObject({ repeated: true, stamp: first.stamp, values: first.values, difference: 100 });
    const raised = await observed(store, start + 2 * second, sighting({ hash: 'b', amount: 1_000 }));
    expect(raised).toMatchObject({ repeated: false, difference: 900 });
    expect(raised.values).toMatchObject({ card_pledges_1h: 1, card_amount_24h: 100 });
    const other = await observed(store, start + 3 * second, sighting({ mark: 'pledge:other' }));
    expect(other.values).toMatchObject({ card_pledges_1h: 2, card_amount_24h: 1_000 });
  });

  it('keeps a mark until its stamp is settled and some seconds have passed', async () => {
    await open();
    const { stamp } = await observed(store, start, sighting({}));
    expect(await store.sweep(start + 1, 10)).toMatchObject({
      oldestUnsettled: stamp,
      unsettled: [{ stamp, kept: { pledgeId: 'p', entities: { card: 'c' } } }],
    });
    await store.settle(start + second, [stamp]);
    expect(await store.sweep(start + second, 10)).toMatchObject({ oldestUnsettled: undefined, unsettled: [] });
    expect(await observed(store, start + second, sighting({}))).toMatchObject({ repeated: true });
    await store.sweep(start + 2 * second, 10);
    expect(await observed(store, start + 3 * second, sighting({}))).toMatchObject({ repeated: false });
  });

  it('leaves nothing of a test key', async () => {
    await open();
    await observed(store, start, sighting({ record: false }));
    expect((await observed(store, start + second, sighting({}))).values).toMatchObject({ card_pledges_1h: 0 });
  });

  it('equals the reference for every pledge, revisions, late ones, labels and popular keys included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 160, size: 'max' }), async (steps) => {
        await redis.flushdb();
        await open();
        await compare(store, steps);
      }),
      { numRuns: 15 },
    );
  });

  it('gives a restored generation the same values, however often it is restored', async () => {
    await open();
    const steps = fc.sample(step, { numRuns: 300, seed: 7 });
    const observations = await compare(store, steps);
    await redis.flushdb();
    const { runId } = await store.state();
    const rows = observations.map((one) => ({
      stamp: String(one.observedAt),
      kind: one.kind,
      category: one.category ?? null,
      occurred: one.occurredAt,
      amount: one.amount,
      entities: entitiesOf(one),
    }));
    const now = Math.max(...observations.map(({ observedAt }) => observedAt));
    await store.restore('second', now, rows.toReversed());
    await store.restore('second', now, rows.slice(0, 100));
    await store.open(2, 'second', runId, now);
    await compare(store, fc.sample(step, { numRuns: 40, seed: 8 }), observations, now);
  });
});

interface Step {
  readonly gap: number;
  readonly late: number | undefined;
  readonly kind: 'pledge' | 'label' | 'outcome';
  readonly pledge: number;
  readonly amount: number;
  readonly entities: Readonly<Record<string, string>>;
}

const key = (name: string, count: number) => fc.integer({ min: 1, max: count }).map((value) => `${name}${value}`);

const step: fc.Arbitrary<Step> = fc.record({
  gap: fc.oneof(fc.integer({ min: 0, max: 3 * second }), fc.integer({ min: 0, max: 9 * 3_600 * second })),
  late: fc.option(fc.integer({ min: 60 * second, max: 23 * 3_600 * second }), { nil: undefined, freq: 5 }),
  kind: fc.oneof({ weight: 8, arbitrary: fc.constant('pledge' as const) }, fc.constantFrom('label', 'outcome')),
  pledge: fc.integer({ min: 1, max: 60 }),
  amount: fc.integer({ min: 0, max: 100_000 }),
  entities: fc.record(
    {
      card: key('card', 3),
      ip: key('ip', 2),
      ip_network: fc.constant('net'),
      device: key('device', 4),
      backer: key('backer', 5),
      project: fc.constant('project'),
    },
    { requiredKeys: ['project'] },
  ),
});

/** Feeds the steps to the store and each answer to the reference; gives what was observed. */
async function compare(
  store: VelocityStore,
  steps: readonly Step[],
  before: readonly Observation[] = [],
  from = start,
): Promise<Observation[]> {
  const observations = [...before];
  let now = from;
  for (const [index, one] of steps.entries()) {
    now += one.gap;
    const category = one.kind === 'label' ? 'fraud' : one.kind === 'outcome' ? 'declined' : undefined;
    const answer = await observed(store, now, {
      mark: one.kind === 'pledge' ? `pledge:${one.pledge}` : `${one.kind}:${index}`,
      hash: `${from}${index}`.slice(-12),
      kind: one.kind,
      category,
      pledgeId: `pledge${one.pledge}`,
      entities: one.entities,
      occurredAt: one.late === undefined ? undefined : now - one.late,
      amount: one.amount,
      replaces: one.kind === 'pledge',
      previousAmount: 0,
      read: true,
      record: true,
    });
    const point = { ...one.entities, windowEnd: answer.occurredAt, stamp: answer.stamp };
    const expected = Object.entries(velocityValues(observations, point, definitions));
    expect(answer.values).toEqual(Object.fromEntries(expected.filter(([, value]) => value !== undefined)));
    observations.push({
      ...one.entities,
      kind: one.kind,
      category,
      pledgeId: `pledge${one.pledge}`,
      occurredAt: answer.occurredAt,
      observedAt: answer.stamp,
      amount: answer.difference,
    });
  }
  return observations;
}

async function observed(store: VelocityStore, now: number, one: Sighting): Promise<Sighted> {
  const answer = await store.observe(now, one);
  if (answer === undefined) throw new Error('The store holds no epoch.');
  return answer;
}

const sighting = (changes: Partial<Sighting>): Sighting => ({
  mark: 'pledge:p',
  hash: 'a',
  kind: 'pledge',
  pledgeId: 'p',
  entities: { card: 'c' },
  amount: 100,
  replaces: true,
  previousAmount: 0,
  read: true,
  record: true,
  ...changes,
});

const entitiesOf = (one: Observation): Record<string, string> =>
  Object.fromEntries(
    (['card', 'ip', 'ip_network', 'device', 'backer', 'project'] as const).flatMap((name) => {
      const value = one[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

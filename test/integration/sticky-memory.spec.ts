import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StickyBuckets } from '#libs/bucketing';
import { loadConfig } from '#libs/config';
import { systemClock, type NewExperiment } from '#libs/contracts';
import { StickyCleanupHandler, StickyMemory, StickyRepository } from '#libs/experimentation';
import { HealthRegistry, Metrics } from '#libs/http';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { experimentService } from '../support/experiments.js';

type Id = { readonly live: boolean; readonly attribute: string; readonly value: string };

/** A process that gives `variant` to whoever has none in the experiment. */
const giving =
  (variant: string, experiment: string, { attribute, value }: Id) =>
  (buckets: StickyBuckets): string => {
    const version = { bucketVersion: 0, minBucketVersion: 0 };
    const hash = { attribute, id: value };
    const { variation, unavailable } = buckets.find({ experiment, ...version, hash, fallback: hash });
    if (unavailable) return `${variation ?? variant}?`;
    if (variation === null) buckets.assign(attribute, value, experiment, { bucketVersion: 0, variation: variant });
    return variation ?? variant;
  };

const definition = (key: string): NewExperiment => ({
  key,
  hypothesis: 'It helps.',
  unit: 'backer',
  variants: [
    { key: 'a', weight: 0.5 },
    { key: 'b', weight: 0.5 },
  ],
  baseline: 'a',
  coverage: 1,
  metrics: ['pledge_conversion'],
  sticky: true,
});

describe('what units were given', () => {
  let test: TestDatabase;
  const memory = (): StickyMemory => {
    const config = loadConfig({ STICKY_POSTGRES_MS: '20000' });
    const repository = new StickyRepository(test.database, systemClock);
    return new StickyMemory(repository, config, systemClock, new HealthRegistry(), new Metrics());
  };
  const stored = async (value: string) => {
    const text = 'SELECT experiment_key, variant FROM sticky_bucket WHERE value = $1 ORDER BY experiment_key';
    return (await test.database.pool.query(text, [value])).rows;
  };

  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.close());

  it('is one thing, whoever was asked first and however many were asked at once with whatever weights', async () => {
    const processes = [memory(), memory(), memory()];
    const id = fc.record({
      live: fc.boolean(),
      attribute: fc.constantFrom('visitor', 'backer', 'a||b'),
      value: fc.string({ minLength: 1, maxLength: 5 }).filter((text) => !text.includes('\0')),
    });
    const call = fc.record({ id, process: fc.integer({ min: 0, max: 2 }), variant: fc.constantFrom('a', 'b', 'c') });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 2, maxLength: 12 }), async (calls) => {
        const experiment = `e${round++}`;
        const answers = await Promise.all(
          calls.map(async ({ id, process, variant }) =>
            processes[process]?.answer([id], giving(variant, experiment, id)),
          ),
        );
        const first = new Map<string, string>();
        for (const [index, { id }] of calls.entries()) {
          const answer = String(answers[index]);
          const name = JSON.stringify(id);
          expect(answer).toBe(first.get(name) ?? answer);
          first.set(name, answer);
          expect(await memory().answer([id], giving('never', experiment, id))).toBe(answer);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is committed before it is answered', async () => {
    const id = { live: true, attribute: 'backer', value: 'asked' };
    const answer = memory().answer([id], giving('a', 'x', id));
    expect(answer).toBeInstanceOf(Promise);
    expect([await answer, await stored('asked')]).toEqual(['a', [{ experiment_key: 'x', variant: 'a' }]]);
  });

  it('is known at once the second time', async () => {
    const one = memory();
    const id = { live: true, attribute: 'backer', value: 'twice' };
    await one.answer([id], giving('a', 'x', id));
    expect(one.answer([id], giving('b', 'x', id))).toBe('a');
    expect(await one.answer([id], giving('b', 'y', id))).toBe('b');
    expect(one.answer([id], giving('c', 'x', id))).toBe('a');
  });

  it('is not kept of ids that are longer than any that is known', async () => {
    const id = { live: true, attribute: 'backer', value: 'x'.repeat(256) };
    expect(await memory().answer([id], giving('a', 'x', id))).toBe('a');
    expect(await stored(id.value)).toEqual([]);
  });

  it('is kept of all but those that the database refuses, however many are asked at once', async () => {
    const one = memory();
    const ids = ['fine', 'with\0nul', 'fine too'].map((value) => ({ live: true, attribute: 'backer', value }));
    const answers = await Promise.all(ids.map(async (id) => one.answer([id], giving('a', 'mixed', id))));
    expect(answers).toEqual(['a', 'a?', 'a']);
    for (const value of ['fine', 'fine too']) expect(await stored(value)).toHaveLength(1);
    const later = { live: true, attribute: 'backer', value: 'later' };
    expect(await one.answer([later], giving('b', 'mixed', later))).toBe('b');
    expect(await stored('later')).toHaveLength(1);
  });

  it('goes thirty days after its experiment has ended, and not before', async () => {
    const day = 86_400_000;
    const now = Date.parse('2026-06-01T00:00:00Z');
    const experiments = experimentService(test.database, systemClock);
    const stops = [
      ['runs', undefined],
      ['ended', now - 31 * day],
      ['just_ended', now - 29 * day],
    ] as const;
    for (const [key, stoppedAt] of stops) {
      const schedule = { startedAt: '2026-01-01T00:00:00Z' };
      const ended = stoppedAt === undefined ? {} : { stoppedAt: new Date(stoppedAt).toISOString() };
      await experiments.restore(definition(key), { ...schedule, ...ended });
      const id = { live: true, attribute: 'backer', value: 'cleaned' };
      await memory().answer([id], giving('a', key, id));
    }
    const handler = new StickyCleanupHandler(test.database, { now: () => now });
    expect(await handler.run({}, { signal: new AbortController().signal })).toEqual({ buckets: 1 });
    expect((await stored('cleaned')).map(({ experiment_key }) => experiment_key)).toEqual(['just_ended', 'runs']);
  });
});

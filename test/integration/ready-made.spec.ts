import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExperimentRepository, pinnedMetrics, writeReadyMade } from '#libs/experimentation';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { experimentService } from '../support/experiments.js';
import { TestClock } from '../support/pipeline.js';
import { warehouseCatalogue } from '../support/warehouse.js';

const analyst = { kind: 'person', id: '1', name: 'Ada', scopes: [], live: true } as const;

describe('the ready-made facts and metrics, whenever a database is migrated', () => {
  let postgres: TestDatabase;
  const write = () =>
    postgres.database.transaction((transaction) =>
      writeReadyMade(transaction, { catalogue: warehouseCatalogue, at: new Date(), commit: 'next' }),
    );
  const versionOf = async (key: string) =>
    (await postgres.database.query<{ key: string; version: number }>('fact/list_usable')).find((one) => one.key === key)
      ?.version;

  beforeAll(async () => {
    postgres = await testDatabase();
  });
  afterAll(() => postgres.close());

  it('are there once, however many write them at once', async () => {
    await Promise.all([write(), write(), write()]);
    expect(await versionOf('pledge')).toBe(1);
  });

  it('get a further version where this release has another text, and what is pinned stays', async () => {
    const service = experimentService(postgres.database, new TestClock(Date.parse('2026-01-01T00:00:00Z')));
    const variants = ['control', 'treatment'].map((key) => ({ key, weight: 0.5 }));
    const definition = {
      hypothesis: 'It helps.',
      unit: 'visitor',
      variants,
      baseline: 'control',
      coverage: 1,
    } as const;
    await service.create({ ...definition, variants, key: 'early', metrics: ['pledge_conversion'] }, analyst);
    await service.act('early', 'start', {}, analyst);
    // As the release before had it.
    const before = { fact_key: 'pledge', version: 1, columns: '[{"name": "time", "type": "timestamp"}]' };
    await postgres.database.query('fact/pass_version', { ...before, engine: null, checked_at: new Date() });
    await write();
    expect(await versionOf('pledge')).toBe(2);
    const early = await new ExperimentRepository(postgres.database).find('early');
    expect(early?.pinnedMetrics).toMatchObject([{ metric: 'pledge_conversion', version: 1, facts: { pledge: 1 } }]);
    const [pinned] = await pinnedMetrics(postgres.database, early?.pinnedMetrics ?? []);
    expect(pinned).toMatchObject({ version: 1, numerator: { key: 'pledge', version: 1 } });
  });

  it('are what experiments are read by that started before there were versions', async () => {
    await postgres.database.query('metric/pin_experiment', { key: 'early', pinned_metrics: null });
    await write();
    const early = await new ExperimentRepository(postgres.database).find('early');
    expect(early?.pinnedMetrics).toMatchObject([{ metric: 'pledge_conversion', version: 1, facts: { pledge: 2 } }]);
  });
});

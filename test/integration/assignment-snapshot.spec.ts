import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Evaluation } from '#libs/bucketing';
import { systemClock, type NewExperiment } from '#libs/contracts';
import { SnapshotService, type ExperimentService } from '#libs/experimentation';
import { FolderStore, KeptCopies } from '#libs/objects';
import { createPool, Database, Listener, type Listen } from '#libs/postgres';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { experimentService } from '../support/experiments.js';
import { TestClock } from '../support/pipeline.js';
import { until } from '../support/until.js';

const definition = (key: string): NewExperiment => ({
  key,
  hypothesis: 'It helps.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ],
  baseline: 'control',
  coverage: 1,
  metrics: ['pledge_conversion'],
});
const longAgo = { startedAt: '2026-01-01T00:00:00Z' };

describe('the snapshot of the experiments', () => {
  let test: TestDatabase;
  let experiments: ExperimentService;
  const folder = mkdtempSync(join(tmpdir(), 'verdict-snapshot-'));
  const objects = async () => new FolderStore(join(folder, 'buckets'));
  const copies = new KeptCopies(join(folder, 'snapshots'), objects, () => undefined);
  const file = join(folder, 'snapshots', 'experiments.json');
  const listeners: Listener[] = [];
  const opened: SnapshotService[] = [];

  const listen: Listen = (channel, handlers) => {
    const listener = new Listener(test.url, channel, handlers);
    listeners.push(listener);
    void listener.start();
  };
  const open = async (database: Database, heard: Listen): Promise<SnapshotService> => {
    const snapshots = new SnapshotService(database, systemClock, copies, heard);
    opened.push(snapshots);
    await snapshots.onModuleInit();
    return snapshots;
  };
  const knows = (snapshots: SnapshotService, key: string) => snapshots.current.compiled.experiments.has(key);

  beforeAll(async () => {
    test = await testDatabase();
    experiments = experimentService(test.database, systemClock);
    await experiments.restore(definition('first'), longAgo);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((snapshots) => snapshots.onApplicationShutdown()));
    await Promise.all(listeners.splice(0).map((listener) => listener.close()));
  });
  afterAll(async () => {
    await test.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is swapped by the notification alone', async () => {
    const snapshots = await open(test.database, listen);
    const before = snapshots.current;
    // Stops its clock: from here on only the notification is left.
    await snapshots.onApplicationShutdown();
    await until(() => Promise.resolve(snapshots.ageSeconds() < 1 && listeners.length === 1));
    await experiments.restore(definition('notified'), longAgo);
    await until(() => Promise.resolve(knows(snapshots, 'notified')));
    expect(knows(snapshots, 'first')).toBe(true);
    expect(before.compiled.experiments.has('notified')).toBe(false);
  });

  it('tells who wants to know when it is another one, and only then', async () => {
    const snapshots = await open(test.database, () => undefined);
    const heard: number[] = [];
    const end = snapshots.onChange(({ compiled }) => heard.push(compiled.version));
    await snapshots.reload();
    expect(heard).toEqual([]);
    await experiments.restore(definition('told'), longAgo);
    await snapshots.reload();
    expect(heard).toEqual([snapshots.version]);
    end();
    await experiments.restore(definition('not_told'), longAgo);
    await snapshots.reload();
    expect(heard).toHaveLength(1);
  });

  it('is swapped by the clock when the notification was lost', async () => {
    const snapshots = await open(test.database, () => undefined);
    await experiments.restore(definition('polled'), longAgo);
    await until(() => Promise.resolve(knows(snapshots, 'polled')));
  });

  it('takes the steps of a ramp by its own clock, without the database, and says so', async () => {
    const step = Date.parse('2026-12-01T12:00:00Z');
    const rule = { id: 'r', kind: 'rollout', value: true, coverage: 0, attribute: 'id' };
    const content = {
      description: '',
      default_value: false,
      prerequisites: [],
      archived: false,
      rules: [{ ...rule, ramp: [{ at: new Date(step).toISOString(), coverage: 1 }] }],
    };
    await test.database.pool.query(
      "INSERT INTO flag (key, type, version, published, published_version, created_at, created_by) VALUES ('ramped', 'boolean', 1, $1, 1, now(), 'Ada')",
      [JSON.stringify(content)],
    );
    const clock = new TestClock(step - 60_000);
    const snapshots = new SnapshotService(test.database, clock, copies, () => undefined);
    opened.push(snapshots);
    await snapshots.onModuleInit();
    const heard: string[] = [];
    snapshots.onChange(({ revision }) => heard.push(revision));
    const answer = () =>
      new Evaluation(snapshots.current.flags.payload, { attributes: { id: 'u' } }).flag('ramped').answer.value;
    expect([answer(), snapshots.current.until]).toEqual([false, step]);
    const before = snapshots.current.clientPayload.tag;
    clock.time = step;
    await until(() => Promise.resolve(answer() === true));
    expect(snapshots.current).toMatchObject({ since: step, until: Infinity, changedAt: expect.any(Number) });
    expect(snapshots.current.clientPayload.tag).not.toBe(before);
    clock.time = step - 1;
    await until(() => Promise.resolve(answer() === false));
    expect(heard).toHaveLength(2);
    await test.database.pool.query("DELETE FROM flag WHERE key = 'ramped'");
  });

  it('is on disk, whole, and serves a process that starts without the database', async () => {
    const content = { description: '', default_value: 'kept', rules: [], prerequisites: [], archived: false };
    await test.database.pool.query(
      "INSERT INTO flag (key, type, version, published, published_version, created_at, created_by) VALUES ('banner', 'string', 1, $1, 1, now(), 'Ada')",
      [JSON.stringify(content)],
    );
    await experiments.restore(definition('beside_flags'), longAgo);
    const version = (await open(test.database, () => undefined)).version;
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version });
    const away = new Database(
      createPool('postgres://nobody@127.0.0.1:1/nothing', { max: 1, applicationName: 'away' }),
      test.database.catalogue,
    );
    const snapshots = await open(away, () => undefined);
    expect(snapshots.version).toBe(version);
    expect(knows(snapshots, 'first')).toBe(true);
    const flags = new Evaluation(snapshots.current.flags.payload, { attributes: {} });
    expect(flags.flag('banner').answer.value).toBe('kept');
    writeFileSync(file, '{"version": 1, "definitions": [{}]}');
    await copies.close();
    const elsewhere = await open(away, () => undefined);
    expect(knows(elsewhere, 'first')).toBe(true);
    rmSync(join(folder, 'buckets'), { recursive: true });
    const broken = await open(away, () => undefined);
    expect(() => broken.current).toThrow('not known yet');
    await away.pool.end();
  });

  it('is written anew over a broken file, and at each change', async () => {
    writeFileSync(file, '{"version": 1, "defin');
    await open(test.database, () => undefined);
    expect(JSON.parse(readFileSync(file, 'utf8')).definitions).not.toEqual([]);
    await experiments.restore(definition('kept'), longAgo);
    await open(test.database, () => undefined);
    expect(JSON.parse(readFileSync(file, 'utf8')).definitions).toContainEqual(expect.objectContaining({ key: 'kept' }));
  });

  it('never holds a change that was rolled back', async () => {
    const snapshots = await open(test.database, listen);
    const version = snapshots.version;
    const actor = { kind: 'person', id: '1', name: 'Ada', scopes: [], live: true } as const;
    await expect(experiments.create(definition('first'), actor)).rejects.toThrow('already');
    await snapshots.reload();
    expect(snapshots.version).toBe(version);
  });
});

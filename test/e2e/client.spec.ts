import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AccessModule } from '#libs/access';
import { VerdictClient, type ClientOptions } from '#libs/client';
import { projectRoot } from '#libs/config';
import { ExperimentService, SnapshotService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { wireTo, type Wire } from '../support/proxy.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';
import { until } from '../support/until.js';

const run = promisify(execFile);

type Known = { open: 'control' | 'treatment'; closed: 'control' | 'treatment'; never_made: 'old' | 'new' };

const fallback: Known = { open: 'control', closed: 'control', never_made: 'old' };
const longAgo = { startedAt: '2026-01-01T00:00:00Z' };
const visitor = 'v-1';

describe('the client of the app', () => {
  let database: TestDatabase;
  let service: TestService;
  let wire: Wire;
  let key: string;
  let errors: Error[];
  const folder = mkdtempSync(join(tmpdir(), 'verdict-client-'));

  const client = (over: Partial<ClientOptions<Known>> = {}) =>
    new VerdictClient<Known>({
      url: wire.url,
      key,
      fallback,
      timeoutMs: 20_000,
      onError: (error) => errors.push(error),
      ...over,
    });
  const logged = async (unit: string) => {
    const text = "SELECT properties FROM event_body WHERE event = '$experiment_started' AND distinct_id = $1";
    return (await database.database.pool.query(text, [unit])).rows;
  };

  beforeAll(async () => {
    database = await testDatabase();
    const environment = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() };
    service = await testService({ modules: [AccessModule, ExperimentModule], environment });
    key = await service.key();
    const experiments = service.app.get(ExperimentService, { strict: false });
    for (const name of ['open', 'closed'])
      await experiments.restore(
        {
          key: name,
          hypothesis: 'It helps.',
          unit: 'visitor',
          variants: [
            { key: 'control', weight: 0.5 },
            { key: 'treatment', weight: 0.5 },
          ],
          baseline: 'control',
          coverage: 1,
          metrics: ['pledge_conversion'],
        },
        name === 'open' ? longAgo : { ...longAgo, enrolmentClosedAt: '2026-02-01T00:00:00Z' },
      );
    await service.app.get(SnapshotService, { strict: false }).reload();
    await service.app.listen(0, '127.0.0.1');
    wire = await wireTo(await service.app.getUrl());
  });
  beforeEach(() => {
    wire.mend();
    errors = [];
  });
  afterAll(async () => {
    await wire.close();
    await service.close();
    await database.close();
    rmSync(folder, { recursive: true });
  });

  it('gives each experiment’s variant with its reason, and the fallback of one that nobody made', async () => {
    const { open, closed, never_made } = await client().assign({ visitor });
    expect(open).toEqual({
      variant: expect.stringMatching(/^(control|treatment)$/),
      reason: 'assigned',
      inAnalysis: true,
    });
    expect(closed).toMatchObject({ reason: 'enrolment_closed', inAnalysis: false });
    expect(never_made).toEqual({ variant: 'old', reason: 'fallback', inAnalysis: false });
    expect(errors).toEqual([]);
  });

  it('asks again while there is time', async () => {
    wire.cut();
    const asked = client().assign({ visitor });
    setTimeout(() => wire.mend(), 300);
    expect((await asked).open.reason).toBe('assigned');
  });

  it('gives what the unit had before when nobody answers, from its storage too, and else the fallback', async () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
    };
    const first = client({ storage });
    const { open } = await first.assign({ visitor: 'v-2' });
    wire.cut();
    const brief = { storage, timeoutMs: 1 };
    for (const asked of [client(brief), client({ timeoutMs: 1 })]) {
      const again = await asked.assign({ visitor: 'v-2' });
      expect(again.never_made.reason).toBe('fallback');
      expect(again.open).toEqual(
        errors.length === 1
          ? { ...open, reason: 'remembered' }
          : { variant: 'control', reason: 'fallback', inAnalysis: false },
      );
    }
    expect(errors).toHaveLength(2);
  });

  it('remembers the latest units only, in its storage too, and what another page has written there', async () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
    };
    const brief = { storage, remembered: 3, timeoutMs: 2_000 };
    const [one, other] = [client(brief), client(brief)];
    for (let index = 0; index < 8; index++) await (index % 2 === 0 ? one : other).assign({ visitor: `v-${index}` });
    expect([kept.size, [...kept.values()].join('').length < 1_000]).toEqual([1, true]);
    wire.cut();
    const later = client({ ...brief, timeoutMs: 1 });
    const reasons = [];
    for (const visitor of ['v-4', 'v-5', 'v-6', 'v-7']) reasons.push((await later.assign({ visitor })).open.reason);
    expect(reasons).toEqual(['fallback', 'remembered', 'remembered', 'remembered']);
    expect((await one.assign({ visitor: 'v-7' })).open.reason).toBe('remembered');
  });

  it('goes on where its storage is full, or holds something else', async () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => {
        if (kept.size > 0) throw new Error('full');
        kept.set(name, value);
      },
    };
    const asked = client({ storage, timeoutMs: 2_000 });
    for (const visitor of ['v-a', 'v-b']) await asked.assign({ visitor });
    for (const [name] of kept) kept.set(name, '{"of": "others"}');
    wire.cut();
    expect((await asked.assign({ visitor: 'v-b' })).open.reason).toBe('remembered');
  });

  it('tells a wrong key from silence, and does not ask again', async () => {
    const { open } = await client({ key: 'nonsense' }).assign({ visitor });
    expect(open.reason).toBe('fallback');
    expect(errors).toEqual([expect.objectContaining({ status: 401 })]);
  });

  it('reports what the unit met once, when it was met, after an outage too, and nothing that does not count', async () => {
    const unit = { visitor: 'v-3' };
    const one = client();
    const { open, closed, never_made } = await one.assign(unit);
    wire.cut();
    for (let times = 0; times < 3; times++) one.exposed('open', open, unit);
    one.exposed('closed', closed, unit);
    one.exposed('never_made', never_made, unit);
    const sent = one.flush();
    wire.mend();
    await sent;
    await until(async () => (await logged('v-3')).length > 0);
    expect(await logged('v-3')).toEqual([{ properties: expect.stringContaining(`"Variant name":"${open.variant}"`) }]);
  });

  it('says which exposures the server refused and why, once, and goes on with the others', async () => {
    const one = client();
    const { open } = await one.assign({ visitor: 'v-6' });
    for (const visitor of ['v-6', 'x'.repeat(300), 'y'.repeat(300)]) one.exposed('open', open, { visitor });
    one.exposed('open', { ...open, variant: 'none' as 'control' }, { visitor: 'v-7' });
    for (let times = 0; times < 2; times++) await one.flush();
    expect(errors.map(({ message }) => message)).toEqual([
      '3 of 4 exposures refused: /unit/id too_big, /variant unknown_variant',
    ]);
    expect(await logged('v-6')).toHaveLength(1);
  });

  it('has the server record what counts of an answer, where that is asked for', async () => {
    const { open } = await client({ record: true }).assign({ visitor: 'v-4' });
    expect(await logged('v-4')).toEqual([{ properties: expect.stringContaining(`"Variant name":"${open.variant}"`) }]);
    await client().assign({ visitor: 'v-5' });
    expect(await logged('v-5')).toEqual([]);
  });

  it('weighs less than 3 kB, minified and compressed', async () => {
    const script = `
            import { build } from 'vite';
      const lib = { entry: 'libs/client/src/index.ts', formats: ['es'] };
      const [{ output }] = await build({ configFile: false, logLevel: 'silent', build: { write: false, minify: true, lib } });
      process.stdout.write(output[0].code);
    `;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: projectRoot() });
    expect(stdout).toContain('/v1/assignments');
    expect(gzipSync(stdout).length).toBeLessThan(3_000);
  });

  it('is a package of its own that Node takes', async () => {
    const root = projectRoot();
    await run('npx', ['tsc', '-p', join(root, 'libs/client/tsconfig.json'), '--outDir', join(folder, 'dist')], {
      cwd: root,
    });
    cpSync(join(root, 'libs/client/package.json'), join(folder, 'package.json'));
    const script = "import('@verdict/client').then(({ VerdictClient }) => console.log(typeof VerdictClient))";
    const { stdout } = await run(process.execPath, ['--eval', script], { cwd: folder });
    expect(stdout).toBe('function\n');
    expect(readdirSync(join(folder, 'dist'))).toEqual(expect.arrayContaining(['index.js', 'index.d.ts']));
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Audit } from '#libs/access';
import { GeoLoadService, QuestionRunService, QuestionService, ReportService, WarehouseService } from '#libs/analytics';
import { systemClock, type NewEvent, type PledgeRow } from '#libs/contracts';
import { writeMmdb, type NewMmdb } from '../../../libs/geo/testing/write-mmdb.js';
import { experimentService } from '../experiments.js';
import { event } from '../pipeline.js';
import { sourceAdmin, SourceTest } from '../sources.js';
import type { KilledJobs } from './scene.js';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const events = 12_000;
const people = 400;
const pledges = 6_000;
const projects = 3_000;
const networks = 4_000;
const days = 900;

/** What fills the warehouse from the log, is derived in it, and is asked of it. */
export const warehouseJobs: KilledJobs = {
  name: 'fills a warehouse and answers from it',
  jobs: [
    'warehouse_load',
    'geo_load',
    'warehouse_backfill',
    'question_run',
    'warehouse_report',
    'experiment_refresh',
    'warehouse_look',
  ],
  make: async () => {
    const now = Date.now();
    const dayAt = (daysAgo: number): string => new Date(now - daysAgo * dayMs).toISOString().slice(0, 10);
    const sources = await SourceTest.start(dayAt(0));
    const { jobs, pipeline } = sources;
    const { database } = sources.test;
    pipeline.clock.time = now;
    await startExperiment(sources, now - 10 * dayMs);
    await pullProjects(sources, now);
    await pipeline.partitions.make();
    await pipeline.append(Array.from({ length: events }, (_, index) => eventOf(index, now)));
    await pipeline.buckets.write({ source: 'verdict', table: 'pledge', origin: 'pledges' }, pledgeRows(now));

    const warehouse = new WarehouseService(database, jobs, systemClock);
    const geo = new GeoLoadService(database, jobs, systemClock);
    const reports = new ReportService(database, jobs, pipeline.objects, systemClock);
    const questions = new QuestionService(database, new Audit(database, systemClock), systemClock);
    const runs = new QuestionRunService(database, questions, jobs, pipeline.objects, systemClock);
    const backfill = async (table: 'live_project_day' | 'pledge_country_day'): Promise<string> =>
      (await warehouse.backfill({ table, from: dayAt(days), to: dayAt(0) }, sourceAdmin)).job_id;
    const submit = async (name: 'experiment_refresh' | 'warehouse_look', payload: object): Promise<string> =>
      (await jobs.submit({ name, payload, createdBy: 'system' })).id;
    const loaded = await geo.load({ paths: [mmdbFile(sources.folder)], addresses: ['9.0.0.0/24'] }, sourceAdmin);
    const asked = await runs.query(
      { sql: question, parameters: [], values: {}, rows: 10_000, explain: false },
      sourceAdmin,
    );
    const report = await reports.ask(
      { kind: 'paths', from: dayAt(9), to: dayAt(0), event: 'New user', steps: 3, gap_minutes: 30, rows: 50 },
      sourceAdmin,
    );
    return {
      sources,
      rounds: [
        [(await warehouse.load(sourceAdmin)).job_id, loaded.job_id ?? ''],
        [await backfill('live_project_day'), await backfill('pledge_country_day')],
        [
          asked.job_id ?? '',
          report.job_id ?? '',
          await submit('experiment_refresh', { experiment_key: 'x' }),
          await submit('warehouse_look', {}),
        ],
      ],
      close: () => sources.close(),
    };
  },
};

/** Its answer is so large that it becomes an object. */
const question = `SELECT event.distinct_id, event.name, event.time, event.properties
  FROM event ORDER BY event.time, event.distinct_id, event.name`;

async function startExperiment(sources: SourceTest, startedAt: number): Promise<void> {
  const { clock } = sources.pipeline;
  const now = clock.time;
  const service = experimentService(sources.test.database, clock);
  const variants = [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ];
  clock.time = startedAt;
  await service.create(
    {
      key: 'x',
      hypothesis: 'It helps.',
      unit: 'visitor',
      variants,
      baseline: 'control',
      coverage: 1,
      metrics: ['pledge_conversion', 'pledged_per_visitor'],
    },
    sourceAdmin,
  );
  clock.time = startedAt + 1_000;
  await service.act('x', 'start', {}, sourceAdmin);
  clock.time = now;
}

async function pullProjects(sources: SourceTest, now: number): Promise<void> {
  const rows = Array.from({ length: projects }, (_, index) => {
    const launched = now - (index % days) * dayMs;
    const [from, to] = [launched, launched + (1 + (index % 60)) * dayMs].map((time) => new Date(time).toISOString());
    return `j${index},${from},${to},successful,${['FR', 'US', 'CA'][index % 3]}`;
  });
  sources.file('projects.csv', `id,launched,deadline,state,country\n${rows.join('\n')}\n`);
  const columns = ['launched', 'deadline'].map((name) => ({ name, type: 'timestamp' }));
  const map = { project_id: 'id', launched_at: 'launched', deadline: 'deadline', state: 'state', country: 'country' };
  const table = { from: 'projects.csv', columns, entity: { name: 'project', map } };
  await sources.define('files', { kind: 'files', location: `file:${sources.folder}` }, { projects: table });
  await sources.pull('files', 'projects');
}

/** Each person meets a variant, signs up and looks around, day after day. */
function eventOf(index: number, now: number): NewEvent {
  const [who, step] = [index % people, Math.floor(index / people)];
  const time = now - (8 - (step % 8)) * dayMs + who * 1_000 + step * minuteMs;
  const visitor = `v${who}`;
  const told = { insert_id: `e${index}`, time };
  if (step === 0) {
    const variant = who % 2 === 0 ? 'control' : 'treatment';
    const properties = { 'Experiment name': 'x', 'Variant name': variant, unit_type: 'visitor' };
    return event({ ...told, event: '$experiment_started', distinct_id: visitor, properties });
  }
  if (step > 1) return event({ ...told, event: `Step ${step % 5}`, distinct_id: visitor, properties: { step } });
  const properties = { $device_id: visitor, $user_id: `b${who}` };
  return event({ ...told, event: 'New user', distinct_id: `b${who}`, properties });
}

const pledgeRows = (now: number): PledgeRow[] =>
  Array.from({ length: pledges }, (_, index) => ({
    pledge_id: `p${index}`,
    backer_id: `b${index % people}`,
    project_id: `j${index % projects}`,
    amount: index,
    currency: 'USD',
    base_amount: index,
    time: now - (index % days) * dayMs,
    ip4: 0x09000000 + (index % networks) * 128,
    live: true,
  }));

function mmdbFile(folder: string): string {
  const placed: Record<string, NewMmdb['networks'][string]> = {};
  for (let at = 0; at < networks; at++)
    placed[`9.${at >> 9}.${(at >> 1) & 255}.${(at & 1) * 128}/25`] = { country: { iso_code: `C${at % 100}` } };
  const builtAt = new Date('2020-01-01');
  const path = join(folder, 'country.mmdb');
  writeFileSync(path, writeMmdb({ type: 'GeoLite2-Country', ipVersion: 6, networks: placed, builtAt }));
  return path;
}

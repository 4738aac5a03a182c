import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  dayAt,
  derivedTables,
  type ExperimentPage,
  type ImportAnswer,
  type ImportView,
  type JobAnswer,
  type RefreshAnswer,
} from '#libs/contracts';
import type { HttpService } from '#libs/http';
import { simulateCompany } from '#libs/simulation';
import { untilDone, untilEnded } from '../client/until-ended.js';
import type { RunningServer } from '../client/running-server.js';
import { PlainError } from '../plain-error.js';
import type { DataFolder } from '../supervisor/data-folder.js';
import type { Progress } from '../terminal/progress.js';
import { askForTables, tablesCame } from './company-source.js';
import { loadEvents, loadExperiments, loadFacts } from './load-company.js';
import { writeCompany } from './write-company.js';

/** What a first start has begun to load; the end of the history stays the same when a start that was cut short goes on. */
interface Filling {
  readonly seed: number;
  readonly days: number;
  readonly until: string;
  readonly done: boolean;
}

const dayMs = 86_400_000;
const fileName = 'simulation.json';

/**
 * Fills an empty product with the small simulated company, by the ways that a company's own data take: events through
 * the log, its tables as a source, pledges and outcomes by import, readouts by jobs. Each step may be repeated, so a start that was cut short goes on.
 */
export async function fillOnce(
  app: HttpService,
  server: RunningServer,
  folder: DataFolder,
  progress: Progress,
): Promise<void> {
  const filling = await begun(server, folder);
  if (filling === undefined || filling.done) return;
  const company = simulateCompany({ ...filling, scale: 'small', until: new Date(filling.until) });
  const files = join(folder.path, 'simulated');
  await writeCompany(company, files, progress);
  const tables = await askForTables(server, files);
  await loadFacts(app, company, progress);
  await loadExperiments(app, company);
  const pledges = await importFile(server, 'pledges', join(files, 'pledges.csv.gz'));
  await loadEvents(app, company, progress);
  await ended(server, pledges, 'Scoring the pledges as of their own time', progress);
  const outcomes = await importFile(server, 'outcomes', join(files, 'outcomes.csv.gz'));
  await ended(server, outcomes, 'Loading outcomes', progress);
  await tablesCame(server, tables, progress);
  await refresh(server, progress);
  await settle(server, filling, progress);
  folder.write(fileName, JSON.stringify({ ...filling, done: true }));
}

/** Undefined where somebody else's data are: those are never mixed with simulated ones. */
async function begun(server: RunningServer, folder: DataFolder): Promise<Filling | undefined> {
  const file = join(folder.path, fileName);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Filling;
  const { experiments } = await server.get<ExperimentPage>('/v1/experiments?limit=1');
  const { assessments } = await server.get<{ assessments: unknown[] }>('/v1/assessments?limit=1');
  if (experiments.length > 0 || assessments.length > 0) return undefined;
  const until = new Date(Math.floor(Date.now() / dayMs) * dayMs).toISOString();
  const filling: Filling = { seed: 1, days: 85, until, done: false };
  folder.write(fileName, JSON.stringify(filling));
  return filling;
}

async function importFile(server: RunningServer, kind: 'pledges' | 'outcomes', path: string): Promise<ImportView> {
  const answer = await server.post<ImportAnswer>('/v1/imports', { kind, path });
  return answer.import;
}

async function ended(server: RunningServer, started: ImportView, text: string, progress: Progress): Promise<void> {
  const view = await untilEnded<ImportView>(server, `/v1/imports/${started.id}`, text, progress);
  if (view.state !== 'done')
    throw new PlainError(`The simulated company could not be loaded: ${view.error ?? view.state}`);
}

/** Looks at the warehouse, so that its page has something to show, and computes what reports read day by day. */
async function settle(server: RunningServer, { days, until }: Filling, progress: Progress): Promise<void> {
  const load = await server.post<JobAnswer>('/v1/warehouse/loads', {});
  await untilDone(server, load.job_id, 'Loading into the warehouse', progress);
  const from = dayAt(Date.parse(until) - days * dayMs);
  for (const table of derivedTables) {
    const { job_id } = await server.post<JobAnswer>('/v1/warehouse/backfills', { table, from, to: dayAt(Date.now()) });
    await untilDone(server, job_id, `Computing ${table}`, progress);
  }
}

/** The readout of every experiment, and the end of it all: what waits in the log is in the warehouse then. */
async function refresh(server: RunningServer, progress: Progress): Promise<void> {
  const { experiments } = await server.get<ExperimentPage>('/v1/experiments');
  const jobs = new Map<string, string>();
  // Somebody who is quick may have a draft already, of which there is nothing to compute.
  for (const { key } of experiments.filter(({ state }) => state !== 'draft'))
    jobs.set(key, (await server.post<RefreshAnswer>(`/v1/experiments/${key}/refresh`, {})).job_id);
  for (const [key, job] of jobs) await untilDone(server, job, `Computing the readout of ${key}`, progress);
}

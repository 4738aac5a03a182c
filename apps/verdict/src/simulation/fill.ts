import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  derivedTables,
  type ExperimentPage,
  type ImportAnswer,
  type ImportView,
  type JobAnswer,
  type JobView,
} from '#libs/contracts';
import type { HttpService } from '#libs/http';
import { simulateCompany } from '#libs/simulation';
import { untilDone } from '../client/until-done.js';
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
const pollMs = 300;
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
  let view = started;
  while (view.state === 'pending' || view.state === 'running') {
    const job = view.job_id === null ? undefined : await server.watch<JobView>(`/v1/jobs/${view.job_id}`);
    if (job?.progress) progress.update(text, job.progress.done, job.progress.total);
    await new Promise((next) => setTimeout(next, pollMs));
    view = await server.watch<ImportView>(`/v1/imports/${view.id}`);
  }
  if (view.state !== 'done')
    throw new PlainError(`The simulated company could not be loaded: ${view.error ?? view.state}`);
}

/** Looks at the warehouse, so that its page has something to show, and computes what reports read day by day. */
async function settle(server: RunningServer, { days, until }: Filling, progress: Progress): Promise<void> {
  const load = await server.post<JobAnswer>('/v1/warehouse/loads', {});
  await untilDone(server, load.job_id, 'Loading into the warehouse', progress);
  const from = dayOf(Date.parse(until) - days * dayMs);
  for (const table of derivedTables) {
    const { job_id } = await server.post<JobAnswer>('/v1/warehouse/backfills', { table, from, to: dayOf(Date.now()) });
    await untilDone(server, job_id, `Computing ${table}`, progress);
  }
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 'YYYY-MM-DD'.length);

/** The readout of every experiment, and the end of it all: what waits in the log is in the warehouse then. */
async function refresh(server: RunningServer, progress: Progress): Promise<void> {
  progress.step('Computing the readouts');
  const { experiments } = await server.get<ExperimentPage>('/v1/experiments');
  const jobs: { job_id: string }[] = [];
  // Somebody who is quick may have a draft already, of which there is nothing to compute.
  for (const { key } of experiments.filter(({ state }) => state !== 'draft'))
    jobs.push(await server.post<{ job_id: string }>(`/v1/experiments/${key}/refresh`, {}));
  for (const { job_id } of jobs) {
    let job = await server.watch<JobView>(`/v1/jobs/${job_id}`);
    while (job.state === 'pending' || job.state === 'running') {
      await new Promise((next) => setTimeout(next, pollMs));
      job = await server.watch<JobView>(`/v1/jobs/${job_id}`);
    }
    if (job.state !== 'done') throw new PlainError(`A readout could not be computed: ${job.error ?? job.state}`);
  }
}

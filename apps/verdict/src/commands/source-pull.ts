import { InvalidArgumentError } from 'commander';
import { dayAt, isDay, type PullAnswer, type PullQuarantine, type PullView } from '#libs/contracts';
import type { RunningServer } from '../client/running-server.js';
import type { AskingOptions } from '../client/server-options.js';
import { withServer } from '../client/with-server.js';
import { PlainError } from '../plain-error.js';
import { Progress } from '../terminal/progress.js';
import { sayJson } from '../terminal/say.js';
import type { LeftAside } from './left-aside.js';
import { untilLoaded, untilPulled } from './pull-progress.js';
import { describeLoaded, describePulled } from './pull-report.js';

export interface PullOptions extends AskingOptions {
  readonly day?: readonly string[];
  readonly again?: boolean;
  /** False with --no-wait. */
  readonly wait: boolean;
}

const dayMs = 86_400_000;

/** Brings a source's tables, or one of them, and tells of each what came and what the warehouse made of it. */
export async function pullSource(key: string, table: string | undefined, options: PullOptions): Promise<void> {
  const told = await withServer(options, (server) => pull(server, key, table, options));
  if (options.json === true) sayJson(told);
  const problems = told.flatMap((view) => problemOf(view) ?? []);
  if (problems.length > 0) throw new PlainError(problems.join('\n'));
}

async function pull(
  server: RunningServer,
  key: string,
  table: string | undefined,
  options: PullOptions,
): Promise<PullView[]> {
  const tell = (text: string): void => void (options.json !== true && process.stdout.write(text));
  const progress = new Progress();
  const pulled: PullView[] = [];
  for (const asked of await ask(server, key, table, options)) {
    const view = await untilPulled(server, asked.pull, progress);
    pulled.push(view);
    const wasThere = asked.repeated && asked.pull.state === 'done';
    if (view.state === 'done') tell(describePulled(view, wasThere, await leftAside(server, view)));
  }
  if (!options.wait) return pulled;
  const told: PullView[] = [];
  for (const view of pulled) {
    const loaded = await untilLoaded(server, view, progress);
    progress.end();
    told.push(loaded);
    if (loaded.warehouse === 'loaded') tell(describeLoaded(loaded));
  }
  return told;
}

async function ask(
  server: RunningServer,
  key: string,
  table: string | undefined,
  { again = false, day: days = [] }: PullOptions,
): Promise<PullAnswer['pulls'][number][]> {
  const asked: PullAnswer['pulls'][number][] = [];
  const body = { again, ...(table === undefined ? {} : { table }) };
  const bodies = days.length === 0 ? [body] : days.map((day) => ({ ...body, day }));
  for (const one of bodies)
    asked.push(...(await server.post<PullAnswer>(`/v1/sources/${encodeURIComponent(key)}/pulls`, one)).pulls);
  return asked;
}

async function leftAside(server: RunningServer, { source, id, counts }: PullView): Promise<LeftAside | undefined> {
  if (counts === null || counts.quarantined === 0) return undefined;
  const path = `/v1/sources/${source}/pulls/${id}/quarantine`;
  return { lines: await server.get<PullQuarantine[]>(path), place: server.place(path) };
}

function problemOf({ table, day, state, error, refused }: PullView): string | undefined {
  if (state !== 'done') return `${table} of ${day}: ${state}. ${error ?? ''}`;
  return refused === null ? undefined : `${table} of ${day}: the warehouse has refused it. ${refused}`;
}

/** `2026-03-01`, or `2026-03-01..2026-03-09`, both included. */
export function pullDays(text: string): string[] {
  const [first = '', last = first] = text.split('..');
  const [from, to] = [first, last].map((day) => Date.parse(isDay(day) ? day : ''));
  if (from === undefined || to === undefined || !(from <= to))
    throw new InvalidArgumentError('It takes YYYY-MM-DD, or FIRST..LAST.');
  const found: string[] = [];
  for (let time = from; time <= to; time += dayMs) found.push(dayAt(time));
  return found;
}

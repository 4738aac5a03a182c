import type { Database } from '#libs/postgres';
import { Backtest, emptyTally, type BacktestPolicy } from '#libs/scoring';
import { celInputs, type ConfigurationRows } from '../configuration/configuration.js';
import { readConfiguration } from '../configuration/configuration.repository.js';
import { SnoozeIndex } from '../configuration/snooze-index.js';
import { ListFollower } from '../list/list-follower.js';
import { namedModel } from '../model/named-model.js';
import { pinnedRules } from './backtest.repository.js';
import { compiledPolicy } from './compiled-policy.js';
import {
  historicPledge,
  readPledges,
  type HistoryRow,
  type HistorySlice,
  type Period,
  type PresentLists,
} from './history.js';
import type { JudgedSlice, JudgeTask } from './judge-task.js';

const pageRows = 1_000;

/** Judges slices of history by two policies, each slice counted for itself. */
export async function* judgeSlices(database: Database, task: JudgeTask): AsyncGenerator<JudgedSlice> {
  const { request, pinned, slices, nowMs } = task;
  const rows = await database.query<ConfigurationRows['customInputs'][number]>('custom_input/list_custom_inputs');
  const inputs = celInputs(rows);
  const policyOf = async ({ rules, thresholds }: (typeof pinned)['candidate']): Promise<BacktestPolicy> =>
    compiledPolicy(await pinnedRules(database, rules), thresholds, inputs);
  const [candidate, baseline] = [await policyOf(pinned.candidate), await policyOf(pinned.baseline)];
  const model = await namedModel(database, pinned.model);
  const present = request.lists === 'now' ? await presentLists(database, nowMs) : undefined;
  const period = { from: request.from, to: request.to, as_of: pinned.as_of };
  for (const slice of slices) {
    const tally = emptyTally(candidate);
    const backtest = new Backtest(candidate, baseline, model, tally);
    let pledges = 0;
    for await (const page of pagesOf(database, period, slice)) {
      pledges += page.length;
      for (const one of page) if (one.known) backtest.add(historicPledge(one, present));
    }
    yield { pledges, tally };
  }
}

/** The database reads the next page while one is judged. */
async function* pagesOf(
  database: Database,
  period: Period,
  { after, until }: HistorySlice,
): AsyncGenerator<HistoryRow[]> {
  const pageAfter = (place: HistorySlice['after']): Promise<HistoryRow[]> => {
    const page = readPledges(database, period, { after: place, until }, pageRows);
    page.catch(() => undefined);
    return page;
  };
  for (let next = pageAfter(after); ;) {
    const page = await next;
    const last = page.at(-1);
    if (last === undefined) return;
    const isLast = page.length < pageRows;
    if (!isLast) next = pageAfter({ time: last.occurred_at, id: last.id });
    yield page;
    if (isLast) return;
  }
}

/** Lists and snoozes as they are now. */
async function presentLists(database: Database, nowMs: number): Promise<PresentLists> {
  const rows = await readConfiguration(database, new Date(nowMs));
  const lists = new ListFollower(database);
  await lists.follow(rows.version, new Date(nowMs));
  return { lists: lists.current(), snoozes: new SnoozeIndex(rows.snoozes ?? []), nowMs };
}

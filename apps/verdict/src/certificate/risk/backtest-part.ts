import { performance } from 'node:perf_hooks';
import { join } from 'node:path';
import { CONFIG, type Config } from '#libs/config';
import {
  backtestSchema,
  CLOCK,
  systemClock,
  type BacktestView,
  type CertificatePart,
  type CertificateRow,
  type Clock,
} from '#libs/contracts';
import type { HttpService } from '#libs/http';
import { Database, DATABASE } from '#libs/postgres';
import { neverRow, simulateCompany, type SimulatedCompany } from '#libs/simulation';
import { BacktestHandler, BacktestService } from '#libs/trust';
import { certifier } from './certifier.js';
import { importCompany } from './company-import.js';
import { writeRules } from './hundred-rules.js';
import { given, measured } from './rows.js';
import { onService, removeStores } from './stand.js';
import { TimedClock } from './timed-clock.js';

const wholePledges = 1_200_000;
const quickPledges = 20_000;
const wantedSeconds = 60;
const copiesAtOnce = 10;

/** A policy of a hundred rules over 1.2 million pledges, the same again, and cut short in the middle. */
export const backtest: CertificatePart = {
  name: 'backtest',
  question: 'How long does a policy of 100 rules take over 1.2 million pledges, and is the answer the same each time?',
  run: async ({ seed, budget, folder, progress }) => {
    const own = join(folder, 'backtest');
    await removeStores(own);
    const size = budget < 1 ? ({ scale: 'small', days: 21 } as const) : ({ scale: 'medium', days: 30 } as const);
    const company = simulateCompany({ ...size, seed, until: new Date('2026-09-01') });
    const wanted = budget < 1 ? quickPledges : wholePledges;
    return onService(own, new TimedClock(systemClock.now()), async (app) => {
      await importCompany(app, company, own);
      await copyUntil(app.get<Database>(DATABASE, { strict: false }), wanted, (done) => progress(done, 2 * wanted));
      const rows = await judged(app, company, wanted === wholePledges);
      progress(2 * wanted, 2 * wanted);
      return rows;
    });
  },
};

/** Of what a company's own pledges are, as many as are wanted, or a few more. */
async function copyUntil(database: Database, wanted: number, onCopied: (pledges: number) => void): Promise<void> {
  const { pledges } = await database.one<{ pledges: number }>('certificate/count_pledges');
  const copies = Math.ceil(wanted / pledges) - 1;
  for (let from = 1; from <= copies; from += copiesAtOnce) {
    const numbers = { from_number: from, to_number: Math.min(copies, from + copiesAtOnce - 1) };
    await database.transaction(async (transaction) => {
      await transaction.query('import/lift_timeout');
      await transaction.query('certificate/copy_assessments', numbers);
      await transaction.query('certificate/copy_labels', numbers);
      await transaction.query('certificate/copy_outcomes', numbers);
    });
    onCopied(pledges * (numbers.to_number + 1));
  }
  await database.transaction(async (transaction) => {
    await transaction.query('import/lift_timeout');
    await transaction.query('certificate/analyze_copies');
  });
}

async function judged(app: HttpService, company: SimulatedCompany, isWhole: boolean): Promise<CertificateRow[]> {
  const draft = await writeRules(app);
  const service = app.get(BacktestService, { strict: false });
  const from = company.from.toISOString();
  const to = company.until.toISOString();
  const ask = (as_of?: string): Promise<BacktestView> =>
    service.ask(backtestSchema.parse({ from, to, add: [draft.id], as_of }), certifier);
  const first = await ask();
  const begun = performance.now();
  await run(app, first.id);
  const seconds = (performance.now() - begun) / 1_000;
  const again = await ask(first.pinned.as_of);
  await run(app, again.id);
  const cut = await ask(first.pinned.as_of);
  await runCutShort(app, cut.id);
  const [one, two, three] = await Promise.all(
    [first, again, cut].map(async ({ id }) => (await service.get(id)).result),
  );
  const pledges = one?.all.pledges ?? 0;
  const text = JSON.stringify(one);
  const column = 'measured';
  return [
    measured({ what: 'Seconds for a whole policy', column, n: pledges, unit: 'seconds', figure: seconds }),
    // Of two processors with nothing else to do.
    ...(isWhole ? [wantedRow(pledges)] : []),
    measured({
      what: 'Pledges a second',
      column,
      n: pledges,
      unit: 'count',
      figure: Math.round(pledges / seconds),
    }),
    { ...given('Rules', one?.rules.length ?? 0, pledges), column },
    neverRow(
      { what: 'Answers to the same question that differ in a byte', column },
      JSON.stringify(two) === text ? 0 : 1,
      1,
    ),
    neverRow(
      { what: 'Answers of a run that was cut short that differ', column },
      JSON.stringify(three) === text ? 0 : 1,
      1,
    ),
  ];
}

const wantedRow = (n: number): CertificateRow =>
  measured({ what: 'Seconds for a whole policy', column: 'wanted', n, unit: 'seconds', figure: wantedSeconds });

function run(app: HttpService, id: string, saved: unknown = null, onCheckpoint?: (value: unknown) => void) {
  const get = <Service>(token: symbol): Service => app.get<Service>(token, { strict: false });
  const handler = new BacktestHandler(get<Database>(DATABASE), get<Clock>(CLOCK), get<Config>(CONFIG));
  return handler.run(
    { backtest_id: id },
    {
      jobId: 'certificate',
      signal: new AbortController().signal,
      saved,
      progress: () => undefined,
      checkpoint: (value) => {
        onCheckpoint?.(value);
        return Promise.resolve();
      },
      hold: () => Promise.resolve(),
      advance: () => Promise.resolve(),
    },
  );
}

/** As a worker that dies after a few slices, and one that goes on from what was kept last. */
async function runCutShort(app: HttpService, id: string): Promise<void> {
  let slices = 0;
  let saved: unknown;
  const dying = run(app, id, null, (value) => {
    saved = structuredClone(value);
    if (++slices === 2) throw new Error('cut short');
  });
  await dying.catch((error: unknown) => {
    if (!(error instanceof Error) || error.message !== 'cut short') throw error;
  });
  await run(app, id, saved);
}

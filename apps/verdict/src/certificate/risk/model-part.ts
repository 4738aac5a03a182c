import { join } from 'node:path';
import {
  systemClock,
  type CertificatePart,
  type CertificateRow,
  type CertificateRun,
  type ModelMetrics,
} from '#libs/contracts';
import { neverRow, simulateCompany } from '#libs/simulation';
import { Protocol, readCardPayments, type ProtocolFigures } from '#libs/trust';
import { importCompany } from './company-import.js';
import { CompanyModel } from './company-model.js';
import { given, measured } from './rows.js';
import { onService, removeStores } from './stand.js';
import { TimedClock } from './timed-clock.js';

/** The random forest of the Handbook, which of its models is the best by this protocol (5.3, 28 days to learn from). */
const published = { average_precision: 0.658, auc: 0.867, card_precision_100: 0.287 } as const;
const learntDays = 28;
const testedWeeks = 2;
/** Of the simulated company: as many days as it takes until there are frauds enough to learn from, and some to test on. */
const wholeHistory = { days: 85, labelDelayDays: 30 };
const shortHistory = { days: 45, labelDelayDays: 14 };

const metrics = [
  ['average_precision', 'Average precision'],
  ['auc', 'AUC'],
  ['card_precision_100', 'Card precision@100'],
  ['calibration_error', 'Calibration error'],
] as const;

type Metric = (typeof metrics)[number][0];

/** Figures of one set of pledges, side by side with those of others. */
interface Tested {
  readonly column: string;
  readonly n: number;
  readonly figures: Partial<Record<Metric, number | null>>;
  readonly bounded?: boolean;
}

/** The trainer by the Handbook’s protocol, and as a service trains it; quickly, the latter on a smaller company. */
export const model: CertificatePart = {
  name: 'model',
  question: 'Does the trained model find as much fraud as what is published, and are its probabilities true?',
  run: async (run) => {
    const protocol = run.budget < 1 || run.handbook === null ? [] : await byProtocol(run.handbook, run);
    const company = await ofCompany(run);
    const missing = run.budget === 1 && run.handbook === null;
    return [
      ...(missing ? [given('The Handbook’s file is not there: test weeks', 0, 0)] : []),
      ...rowsOf([...protocol, company.tested]),
      ...company.rows,
    ];
  },
};

const rowsOf = (tested: readonly Tested[]): CertificateRow[] =>
  metrics.flatMap(([metric, what]) =>
    tested.flatMap(({ column, n, figures, bounded }) => {
      const figure = figures[metric];
      const least = metric === 'calibration_error' ? undefined : published[metric];
      const bound = bounded === true && least !== undefined ? { least, most: null } : null;
      return typeof figure === 'number' ? [measured({ what, column, n, unit: 'score', figure }, bound)] : [];
    }),
  );

/** The published figures are of one week, and weeks differ: the mean of ours is held to them. */
async function byProtocol(path: string, { seed, threads, progress }: CertificateRun): Promise<Tested[]> {
  const protocol = new Protocol(await readCardPayments(path));
  const signal = new AbortController().signal;
  const weeks: ProtocolFigures[] = [];
  for (let weeksBack = testedWeeks - 1; weeksBack >= 0; weeksBack--) {
    const options = { trainDays: learntDays, features: 'all', seed, weeksBack } as const;
    weeks.push(await protocol.run(options, { signal, threads, progress: () => undefined }));
    progress(weeks.length, testedWeeks + 1);
  }
  const n = weeks.reduce((sum, { tested }) => sum + tested, 0);
  const mean = Object.fromEntries(metrics.map(([metric]) => [metric, meanOf(weeks, metric)]));
  return [
    { column: 'Handbook, mean', n, figures: mean, bounded: true },
    ...weeks.map(({ tested_from, tested, metrics: figures }) => ({
      column: `week of ${tested_from}`,
      n: tested,
      figures,
    })),
    { column: 'published: random forest', n, figures: published },
  ];
}

const meanOf = (weeks: readonly { readonly metrics: ModelMetrics }[], metric: Metric): number =>
  weeks.reduce((sum, { metrics: figures }) => sum + (figures[metric] ?? NaN), 0) / weeks.length;

async function ofCompany({ seed, budget, folder }: CertificateRun): Promise<{
  readonly tested: Tested;
  readonly rows: readonly CertificateRow[];
}> {
  const own = join(folder, 'model');
  await removeStores(own);
  const until = new Date('2026-09-01');
  const history = { until, ...(budget < 1 ? shortHistory : wholeHistory) };
  const company = simulateCompany({ scale: 'medium', days: history.days, seed, until });
  const column = 'simulated company';
  let tested: Tested = { column, n: 0, figures: {} };
  const rows = await onService(own, new TimedClock(systemClock.now()), async (app) => {
    await importCompany(app, company, own);
    const trainer = new CompanyModel(app, history);
    const [one, again] = [await trainer.train(seed), await trainer.train(seed)];
    tested = { ...tested, n: one.data?.tested_rows ?? 0, figures: one.metrics ?? {} };
    const { scored, wrong } = await trainer.reasons(one.version);
    return [
      { ...given('Frauds among the pledges learnt from', one.data?.frauds ?? 0, one.data?.rows ?? 0), column },
      { ...given('Frauds among the pledges tested', one.data?.tested_frauds ?? 0, tested.n), column },
      neverRow({ what: 'Trainings of the same seed that differ', column }, one.hash === again.hash ? 0 : 1, 1),
      neverRow({ what: 'Scores whose reasons do not add up within 1e-9', column }, wrong, scored),
    ];
  });
  return { tested, rows };
}

import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { defaultTraining, rowsBetween, scoreTable, type Machine, type Table } from '#libs/boosting';
import { CLOCK, jobPayloads, type Clock, type ModelData } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import { findModel, type ModelRow } from './model.repository.js';
import { judgeScores, type Judged } from './model-metrics.js';
import { trainInThreads } from './train-in-threads.js';
import { readTrainingRows, type TrainingRows } from './training-rows.js';

type Context = Pick<JobContext, 'signal' | 'hold' | 'progress'>;

/** The latest pledges are not learnt from: the model is tested on them. */
const testedShare = 0.2;
/** With fewer, shapes would be those of single people. */
const leastFrauds = 50;
const leastHonest = 500;
/** So many at most: each holds a copy of its bag's bins. */
const mostThreads = 4;

interface Parts {
  readonly learnt: Table;
  readonly tested: Table;
  readonly at: number;
}

/**
 * Trains a model from the labelled pledges of its time. What it reads was decided with its row, so cut short anywhere it
 * begins again and learns the same, byte for byte; what it learnt is stored in one transaction.
 */
@Injectable()
export class ModelTrainHandler implements JobHandler {
  readonly name = 'model_train';
  readonly atOnce = 1;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(payload: unknown, context: Context): Promise<{ version: number; hash: string | null }> {
    const { version } = jobPayloads.model_train.parse(payload);
    const model = await findModel(this.database, version);
    if (model.finished_at !== null) return { version, hash: model.hash };
    const rows = await readTrainingRows(this.database, model, {
      signal: context.signal,
      progress: (done, most) => context.progress(done, most, 'Reading pledges'),
    });
    const parts = partsOf(rows.table);
    const machine = await trainInThreads(
      parts.learnt,
      { ...defaultTraining, seed: model.request.seed },
      {
        signal: context.signal,
        threads: Math.min(availableParallelism(), mostThreads),
        progress: (rounds) => context.progress(rounds, null, 'Learning'),
      },
    );
    const hash = await this.finish(model, machine, judged(machine, parts, rows), dataOf(rows, parts), context);
    return { version, hash };
  }

  private async finish(
    { version }: ModelRow,
    machine: Machine,
    { metrics, curve }: Judged,
    data: ModelData,
    context: Context,
  ): Promise<string> {
    const text = JSON.stringify(machine);
    const hash = createHash('sha256').update(text).digest('hex');
    await this.database.transaction(async (transaction) => {
      await context.hold(transaction);
      await transaction.query('model/finish_version', {
        version,
        data: JSON.stringify(data),
        metrics: JSON.stringify(metrics),
        curve: JSON.stringify(curve),
        machine: text,
        hash,
        finished_at: new Date(this.clock.now()),
      });
    });
    return hash;
  }
}

/** @throws VerdictError `invalid` where there is too little to learn from, or to test on. */
function partsOf(table: Table): Parts {
  const at = table.rows - Math.floor(table.rows * testedShare);
  const [learnt, tested] = [rowsBetween(table, 0, at), rowsBetween(table, at, table.rows)];
  const frauds = fraudsOf(learnt);
  if (frauds < leastFrauds || learnt.rows - frauds < leastHonest)
    throw invalid(
      `There are ${frauds} frauds and ${learnt.rows - frauds} honest pledges to learn from, and ${leastFrauds} and ${leastHonest} are needed: ask for more days, a shorter label delay, or assume_collected where collections are not told of.`,
    );
  return { learnt, tested, at };
}

const fraudsOf = ({ labels }: Table): number => labels.reduce((total, label) => total + label, 0);

const judged = (machine: Machine, { tested, at }: Parts, { ends, cards }: TrainingRows): Judged =>
  judgeScores({
    logOdds: scoreTable(machine, tested),
    labels: tested.labels,
    ends: ends.subarray(at),
    cards: cards.slice(at),
  });

function dataOf({ table, ends }: TrainingRows, { learnt, tested, at }: Parts): ModelData {
  const timeOf = (row: number): string => new Date(Math.floor((ends[row] ?? 0) / 1_000)).toISOString();
  return {
    from: timeOf(0),
    tested_from: timeOf(at),
    until: new Date(Math.floor((ends[table.rows - 1] ?? 0) / 1_000) + 1).toISOString(),
    rows: learnt.rows,
    frauds: fraudsOf(learnt),
    tested_rows: tested.rows,
    tested_frauds: fraudsOf(tested),
  };
}

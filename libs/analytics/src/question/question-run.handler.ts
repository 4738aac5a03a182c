import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, jobPayloads, type Clock } from '#libs/contracts';
import { VerdictError } from '#libs/errors';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import { WAREHOUSE, type AskedRows, type Warehouse } from '#libs/warehouse';
import { keepAnswer } from './answer.js';
import { checkedQuestion } from './checked-question.js';
import { parameterValues } from './parameter-values.js';
import { findRun, type RunRequest } from './run.repository.js';

const milliseconds = 120_000;

/** Asks the warehouse what a person wants to know, and keeps the answer or why there is none. */
@Injectable()
export class QuestionRunHandler implements JobHandler {
  readonly name = 'question_run';
  readonly atOnce = 2;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(WAREHOUSE) private readonly warehouse: Warehouse,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  accepts(): boolean {
    return this.warehouse.held;
  }

  async run(payload: unknown, context: Pick<JobContext, 'signal' | 'hold'>): Promise<object> {
    const { run_id: id } = jobPayloads.question_run.parse(payload);
    const run = await findRun(this.database, id);
    if (run.answered_at !== null) return { rows: run.row_count, truncated: run.truncated };
    const { columns, rows, truncated } = await this.ask(run.request, context.signal).catch(async (error: unknown) => {
      if (error instanceof VerdictError)
        await this.database.query('question_run/fail_run', { id, error: error.message });
      throw error;
    });
    const kept = await keepAnswer(this.objects, id, rows);
    await this.database.transaction(async (transaction) => {
      await context.hold(transaction);
      await transaction.query('question_run/answer_run', {
        id,
        engine: this.warehouse.engine,
        columns: JSON.stringify(columns),
        row_count: rows.length,
        truncated,
        ...kept,
        answered_at: new Date(this.clock.now()),
      });
      await transaction.query('query/note_engine', { hash: run.hash, engine: this.warehouse.engine });
    });
    return { rows: rows.length, truncated };
  }

  /** The same look once more: what is published may have changed while the question waited. */
  private async ask(request: RunRequest, signal: AbortSignal): Promise<AskedRows> {
    const { sql, parameters, rows, explain } = request;
    const select = await checkedQuestion(this.database, sql, parameters);
    const values = parameterValues(parameters, request.values);
    const limits = { rows, milliseconds, signal };
    if (!explain) return this.warehouse.ask(select, values, limits);
    const plan = await this.warehouse.explain(select, values, limits);
    return { columns: ['plan'], rows: plan.split('\n').map((line) => [line]), truncated: false };
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { projectRoot, sourceCommit } from '#libs/config';
import {
  CLOCK,
  newId,
  type Clock,
  type NewQuestionRun,
  type Principal,
  type QueryBody,
  type RunNoteBody,
  type RunRows,
  type RunView,
} from '#libs/contracts';
import { conflict, forbidden } from '#libs/errors';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { readAnswer } from './answer.js';
import { checkedQuestion } from './checked-question.js';
import { parameterValues } from './parameter-values.js';
import { QuestionService } from './question.service.js';
import { findRun, listRuns, runView, type RunRequest } from './run.repository.js';

const latest = 100;
/** In the record of a text until an engine has run it. */
const notYet = 'not run yet';

/** Asks questions of the warehouse: each asking is a row and a job, and its answer stays as it was. */
@Injectable()
export class QuestionRunService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(QuestionService) private readonly questions: QuestionService,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws VerdictError `not_found`; `invalid` for values that do not fit, or SQL that may not be asked any more */
  async ask(questionId: string, { values, rows }: NewQuestionRun, caller: Principal): Promise<RunView> {
    const { sql, parameters, version, archived_at } = await this.questions.get(questionId);
    if (archived_at !== null) throw conflict('The question is archived: nobody asks it any more.');
    return this.submit({ sql, parameters, values, rows, explain: false }, caller, { id: questionId, version });
  }

  /** A question that nobody keeps. @throws VerdictError `invalid` */
  query(request: QueryBody, caller: Principal): Promise<RunView> {
    return this.submit(request, caller);
  }

  /** @throws VerdictError `not_found` */
  async get(id: string): Promise<RunView> {
    return runView(await findRun(this.database, id));
  }

  async list(questionId: string): Promise<RunView[]> {
    await this.questions.get(questionId);
    return (await listRuns(this.database, questionId, latest)).map(runView);
  }

  /** @throws VerdictError `not_found`; `conflict` while there is no answer */
  async rows(id: string): Promise<RunRows> {
    const run = await findRun(this.database, id);
    if (run.answered_at === null)
      throw conflict(run.error === null ? 'The question waits for its answer.' : `There is no answer: ${run.error}`);
    const rows = await readAnswer(this.database, this.objects, run);
    return { columns: run.columns ?? [], rows, truncated: run.truncated ?? false };
  }

  /** Does this look right to you? @throws VerdictError `not_found` */
  async note(id: string, { looks_right, text }: RunNoteBody, caller: Principal): Promise<RunView> {
    await findRun(this.database, id);
    const values = { run_id: id, looks_right, text, noted_by: caller.name, noted_at: new Date(this.clock.now()) };
    await this.database.query('question_note/insert_note', values);
    return this.get(id);
  }

  private async submit(
    request: RunRequest,
    caller: Principal,
    question?: { readonly id: string; readonly version: number },
  ): Promise<RunView> {
    if (!caller.live) throw forbidden('A test key asks nothing of live data.');
    parameterValues(request.parameters, request.values);
    const { text, hash } = await checkedQuestion(this.database, request.sql, request.parameters);
    const id = newId(this.clock);
    const now = new Date(this.clock.now());
    const job = await this.database.transaction(async (transaction) => {
      const name = question === undefined ? 'question/ad_hoc' : `question/${question.id}`;
      const commit = sourceCommit(projectRoot());
      await transaction.query('query/insert_query', { hash, name, text, engine: notYet, commit, first_used_at: now });
      await transaction.query('question_run/insert_run', {
        id,
        question_id: question?.id ?? null,
        question_version: question?.version ?? null,
        request: JSON.stringify(request),
        hash,
        asked_by: caller.name,
        asked_at: now,
      });
      const submitted = await this.jobs.submit(
        { name: 'question_run', payload: { run_id: id }, createdBy: caller.id },
        transaction,
      );
      await transaction.query('question_run/update_job', { id, job_id: submitted.id });
      return submitted.id;
    });
    await this.jobs.enqueue(job, 'question_run');
    return this.get(id);
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  newId,
  type BreakdownAccepted,
  type BreakdownCorrection,
  type BreakdownView,
  type Clock,
  type FactColumnType,
  type NewBreakdown,
  type Principal,
  type UnitType,
} from '#libs/contracts';
import { conflict, invalid } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { ExperimentBook } from '../experiment/experiment-book.js';
import type { Experiment } from '../experiment/experiment.js';
import { columnsOf, usableFacts } from '../metric/chosen-metrics.js';
import { unitsOf } from '../metric/fact-columns.js';
import { linesOf } from '../metric/metric-line.js';
import { pinnedMetrics } from '../metric/metric.repository.js';
import { ReadingRepository } from '../results/reading.repository.js';
import { brokenWhy } from '../results/trust.js';
import { breakdownAnswerOf } from './breakdown-answer.js';
import type { Breakdown } from './breakdown.js';
import { BreakdownRepository } from './breakdown.repository.js';

/** What every warehouse writes alike as a text. */
const levelTypes: readonly FactColumnType[] = ['text', 'integer', 'boolean', 'date'];
const subjects = new Set(['visitor_id', 'backer_id', 'project_id']);

/** Effects by what was known of units when they were exposed: asked for at any time, also of what is over. */
@Injectable()
export class BreakdownService {
  private readonly breakdowns: BreakdownRepository;
  private readonly readings: ReadingRepository;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ExperimentBook) private readonly book: ExperimentBook,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {
    this.breakdowns = new BreakdownRepository(database);
    this.readings = new ReadingRepository(database);
  }

  /** @throws VerdictError `not_found`, `conflict` for a draft, `invalid` for a column that tells no units apart */
  async ask(key: string, { fact, column }: NewBreakdown, caller: Principal): Promise<BreakdownAccepted> {
    const id = newId(this.clock);
    const job = await this.database.transaction(async (transaction) => {
      const experiment = await this.book.locked(transaction, key);
      if (experiment.state === 'draft')
        throw conflict(`The experiment ${key} has not started: there is nothing to read yet.`);
      const factVersion = await checked(transaction, experiment, { fact, column });
      const asked = { id, experimentKey: key, factKey: fact, factVersion, column };
      await this.breakdowns.insert(transaction, {
        ...asked,
        askedBy: caller.name,
        askedAt: new Date(this.clock.now()),
      });
      await this.audit.record(transaction, {
        actor: caller,
        action: 'experiment.break_down',
        subjectKind: 'experiment',
        subjectId: key,
        after: { fact, column },
      });
      const submitted = await this.jobs.submit(
        { name: 'experiment_breakdown', payload: { breakdown_id: id }, deduplicationKey: id, createdBy: caller.id },
        transaction,
      );
      await this.breakdowns.updateJob(transaction, id, submitted.id);
      return submitted.id;
    });
    await this.jobs.enqueue(job, 'experiment_breakdown');
    return { breakdown_id: id, job_id: job };
  }

  /** The latest first. @throws VerdictError `not_found` */
  async list(key: string, correction: BreakdownCorrection): Promise<BreakdownView[]> {
    const experiment = await this.book.found(key);
    const lines = (await pinnedMetrics(this.database, experiment.pinnedMetrics ?? [])).flatMap(linesOf);
    const reading = await this.readings.findLatest(key);
    const broken = reading === undefined ? null : brokenWhy(experiment, reading);
    const answerOf = ({ found }: Breakdown): BreakdownView['answer'] =>
      found === null ? null : breakdownAnswerOf({ experiment, lines, found, correction, broken });
    return (await this.breakdowns.list(key)).map((one) => ({
      id: one.id,
      fact: one.factKey,
      fact_version: one.factVersion,
      column: one.column,
      job_id: one.jobId,
      asked_by: one.askedBy,
      asked_at: one.askedAt.toISOString(),
      error: one.found === null ? one.error : null,
      answer: answerOf(one),
    }));
  }
}

/** @returns the version of the fact that metrics would use now. */
async function checked(
  transaction: Transaction,
  { unit }: Experiment,
  { fact, column }: NewBreakdown,
): Promise<number> {
  const facts = await usableFacts(transaction);
  const known = columnsOf(facts)(fact);
  if ('refused' in known) throw refused('/fact', 'fact', known.refused);
  requireUnit(unit, fact, unitsOf(known.columns));
  const type = known.columns.find(({ name }) => name === column)?.type;
  if (type === undefined || subjects.has(column))
    throw refused('/column', 'column', `the fact ${fact} has no column ${column} that tells units apart`);
  if (!levelTypes.includes(type))
    throw refused('/column', 'type', `${column} is ${type}: take a ${levelTypes.join(', ')}, or CAST it in the fact`);
  return facts.get(fact)?.version ?? 0;
}

function requireUnit(unit: UnitType, fact: string, units: readonly UnitType[]): void {
  if (units.includes(unit)) return;
  throw refused('/fact', 'unit', `the fact ${fact} says nothing of a ${unit}: it is about ${units.join(', ')}`);
}

const refused = (pointer: string, rule: string, detail: string): Error =>
  invalid(`There are no effects by this: ${detail}.`, [{ pointer, rule, detail }]);

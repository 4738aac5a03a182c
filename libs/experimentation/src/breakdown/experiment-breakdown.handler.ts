import { projectRoot, sourceCommit } from '#libs/config';
import { jobPayloads, type Clock } from '#libs/contracts';
import { notFound, VerdictError } from '#libs/errors';
import type { Database } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import { ExperimentRepository } from '../experiment/experiment.repository.js';
import { leftOutBy } from '../exclusion/left-out.js';
import { listFactVersions } from '../metric/fact.repository.js';
import { pinnedMetrics } from '../metric/metric.repository.js';
import type { WarehouseReader } from '../results/warehouse-reader.js';
import type { Breakdown } from './breakdown.js';
import { BreakdownRepository } from './breakdown.repository.js';

/** Reads the warehouse for the effects of one experiment by a column of a fact, also of one that is over. */
export class ExperimentBreakdownHandler implements JobHandler {
  readonly name = 'experiment_breakdown';
  private readonly experiments: ExperimentRepository;
  private readonly breakdowns: BreakdownRepository;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reader: WarehouseReader,
  ) {
    this.experiments = new ExperimentRepository(database);
    this.breakdowns = new BreakdownRepository(database);
  }

  accepts(): boolean {
    return this.reader.held;
  }

  async run(payload: unknown, context: Pick<JobContext, 'signal' | 'hold'>): Promise<object> {
    const { breakdown_id: id } = jobPayloads.experiment_breakdown.parse(payload);
    const asked = await this.breakdowns.find(id);
    if (asked === undefined) throw notFound(`Nobody has asked for the breakdown ${id}.`);
    if (asked.found !== null) return { lines: asked.found.lines.length };
    try {
      return await this.answer(asked, context);
    } catch (error) {
      // What is away comes back; what is wrong stays so.
      if (error instanceof VerdictError && error.kind === 'invalid') {
        const { message } = error;
        await this.database.transaction(async (transaction) => {
          await context.hold(transaction);
          await this.breakdowns.fail(transaction, id, message);
        });
      }
      throw error;
    }
  }

  private async answer(asked: Breakdown, { signal, hold }: Pick<JobContext, 'signal' | 'hold'>): Promise<object> {
    const { id, experimentKey, factKey, factVersion, column } = asked;
    const experiment = await this.experiments.find(experimentKey);
    const [version] = await listFactVersions(this.database, factKey, factVersion);
    if (experiment === undefined || version === undefined)
      throw notFound(`The experiment ${experimentKey} or the fact ${factKey} is not there.`);
    const metrics = await pinnedMetrics(this.database, experiment.pinnedMetrics ?? []);
    const { sql, scale, columns } = version;
    const fact = { key: factKey, version: factVersion, sql, scale, columns: columns ?? [] };
    const at = new Date(this.clock.now());
    const commit = sourceCommit(projectRoot());
    const { found, query } = await this.reader.levels(
      experiment,
      metrics,
      { fact, column },
      { refreshedAt: at, commit, signal, leftOut: await leftOutBy(this.database, experiment) },
    );
    await this.database.transaction(async (transaction) => {
      await hold(transaction);
      await this.breakdowns.answer(transaction, id, { found, query, at });
    });
    return { lines: found.lines.length };
  }
}

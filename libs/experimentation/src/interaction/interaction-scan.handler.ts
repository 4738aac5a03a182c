import { join } from 'node:path';
import { projectRoot, sourceCommit } from '#libs/config';
import type { Clock } from '#libs/contracts';
import { SqlCatalogue, type Database } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import type { Warehouse } from '#libs/warehouse';
import type { Experiment } from '../experiment/experiment.js';
import { ExperimentRepository } from '../experiment/experiment.repository.js';
import { lineFor } from '../look/lines.js';
import { lineScale, linesOf, type MetricLine } from '../metric/metric-line.js';
import { pinnedMetrics } from '../metric/metric.repository.js';
import { insertScan } from './interaction.repository.js';
import type { FoundPair } from './scan.js';

/** More than run at a time; the first of them by key. */
const mostExperiments = 200;
const statement = 'interaction/list_cells';

interface Cell {
  readonly other_experiment: string;
  readonly variant: string;
  readonly other_variant: string;
  readonly units: number;
  readonly total: string;
  readonly total_of_squares: string;
  readonly denominator_total: string | null;
  readonly denominator_total_of_squares: string | null;
  readonly total_of_products: string | null;
}

/** Adds up the units that any two running experiments share, by what they met in both. */
export class InteractionScanHandler implements JobHandler {
  readonly name = 'interaction_scan';
  readonly atOnce = 1;
  private readonly experiments: ExperimentRepository;
  private readonly catalogue = SqlCatalogue.load(join(projectRoot(), 'sql/warehouse'));

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly warehouse: Pick<Warehouse, 'held' | 'engine' | 'query'>,
  ) {
    this.experiments = new ExperimentRepository(database);
  }

  accepts(): boolean {
    return this.warehouse.held;
  }

  async run(
    _payload: unknown,
    { jobId, signal, hold, progress }: Pick<JobContext, 'jobId' | 'signal' | 'hold' | 'progress'>,
  ): Promise<object> {
    const all = await this.experiments.list({ state: 'running', limit: mostExperiments });
    const running = all.filter(({ holdout }) => holdout === null);
    const pairs: FoundPair[] = [];
    for (const [index, experiment] of running.entries()) {
      progress(index, running.length, experiment.key);
      const line = await this.primaryLine(experiment);
      if (line === undefined) continue;
      const others = running.filter(({ key, unit }) => key !== experiment.key && unit === experiment.unit);
      if (others.length > 0) pairs.push(...(await this.pairs(experiment, line, others, signal)));
    }
    const { engine } = this.warehouse;
    const commit = sourceCommit(projectRoot());
    const { hash, text } = this.catalogue.statement(statement);
    const scannedAt = new Date(this.clock.now());
    await this.database.transaction(async (transaction) => {
      await hold(transaction);
      await transaction.query('query/insert_query', {
        hash,
        name: statement,
        text,
        engine,
        commit,
        first_used_at: scannedAt,
      });
      await insertScan(transaction, { id: jobId, pairs, engine, commit, queryHash: hash, scannedAt });
    });
    return { experiments: running.length, comparisons: pairs.length };
  }

  /** That of its plan, or else its first metric. */
  private async primaryLine({ plan, metrics, pinnedMetrics: pins }: Experiment): Promise<MetricLine | undefined> {
    const lines = (await pinnedMetrics(this.database, pins ?? [])).flatMap(linesOf);
    return lineFor(lines, plan?.metric ?? metrics[0] ?? '');
  }

  private async pairs(
    experiment: Experiment,
    line: MetricLine,
    others: readonly Experiment[],
    signal: AbortSignal,
  ): Promise<FoundPair[]> {
    const parameters = { experiment: experiment.key, metric: line.metric, version: line.version };
    const { rows } = await this.warehouse.query<Cell>(statement, parameters, {}, signal);
    return others.flatMap((other): FoundPair[] => {
      const own = rows.filter((row) => row.other_experiment === other.key);
      if (own.length === 0) return [];
      return [
        {
          first: experiment.key,
          second: other.key,
          metric: line.metric,
          version: line.version,
          unit: experiment.unit,
          kind: line.definition.kind,
          measure: line.definition.measure,
          scale: lineScale(line),
          variants: variantsOf(experiment),
          other_variants: variantsOf(other),
          cells: own.map(cellOf),
          parameters,
        },
      ];
    });
  }
}

/** Those that units meet, the baseline first. */
const variantsOf = ({ variants, baseline }: Experiment): string[] =>
  variants
    .filter(({ weight }) => weight > 0)
    .map(({ key }) => key)
    .toSorted((one, other) => Number(other === baseline) - Number(one === baseline));

const cellOf = ({
  variant,
  other_variant,
  units,
  total,
  total_of_squares,
  ...sums
}: Cell): FoundPair['cells'][number] => ({
  variant,
  other_variant,
  units,
  total,
  total_of_squares,
  denominator:
    sums.denominator_total === null
      ? null
      : {
          total: sums.denominator_total,
          total_of_squares: sums.denominator_total_of_squares ?? '0',
          total_of_products: sums.total_of_products ?? '0',
        },
});

import type { CohortSums, CohortUnits } from '../aggregate/cohorts.js';
import type { AggregateLine } from '../aggregate/aggregate-line.js';
import { blocksOf, placesOf, componentOf, type Block, type Cell } from '../aggregate/components.js';
import { compileSums } from '../aggregate/compile-sums.js';
import type { Part } from '../aggregate/part.js';
import type { DuckDbFile } from '#libs/warehouse';
import { unitNames, type FileColumn } from './file-columns.js';
import { fileLine, unitNumberOf } from './file-lines.js';
import type { KnownMetric } from './file-kinds.js';

/** The most that a BIGINT holds: no cap. */
const anything = '9223372036854775807';

/** Units whose values are known in the same columns, as an experiment of their own. */
export interface Family {
  readonly experiment: string;
  readonly metrics: readonly KnownMetric[];
}

/** The sums of a family: two lines a metric, without its cap and with it; the same where there is none. */
export interface FamilySums {
  readonly family: Family;
  readonly lines: readonly AggregateLine[];
  readonly sums: readonly CohortSums[];
  readonly blocks: readonly Block[];
}

/** Metrics that leave the same units out are summed together. */
export function familiesOf(metrics: readonly KnownMetric[]): Family[] {
  const found = new Map<string, KnownMetric[]>();
  for (const metric of metrics) {
    const key = JSON.stringify(metric.holes);
    found.set(key, [...(found.get(key) ?? []), metric]);
  }
  return [...found.values()].map((own, index) => ({ experiment: `file_${index + 1}`, metrics: own }));
}

/** Sums units as the product sums experiments: the same tables, the same text. */
export class FamilyReader {
  private readonly part: Part;

  constructor(
    private readonly file: DuckDbFile,
    private readonly columns: readonly FileColumn[],
  ) {
    this.part = (name, slots) => file.part(`aggregate/part/${name}`, slots);
  }

  /** @param capOf what a unit's value is at most, in whole numbers; asked once the units are there */
  async read(
    family: Family,
    capOf: (metric: KnownMetric, ranked: Ranked, units: number) => Promise<string | null>,
  ): Promise<FamilySums> {
    const { file, part } = this;
    const of = { experiment: family.experiment };
    await file.query('file/insert_units', of, { known: this.conditions(family) });
    const plain = family.metrics.map((metric) => fileLine(metric.key, metric, null));
    const blocks = blocksOf({ lines: plain });
    for (const block of blocks) await this.insertValues(family, block);
    const ranked: Ranked = (line, ranks, variant) => this.ranked(family, blocks, line, ranks, variant);
    const caps: (string | null)[] = [];
    const units = await file.query<CohortUnits>('aggregate/count_units', of);
    const counted = units.rows.reduce((sum, one) => (one.variant === null ? sum : sum + one.units), 0);
    for (const metric of family.metrics) caps.push(await capOf(metric, ranked, counted));
    const capped = family.metrics.map((metric, index) => fileLine(metric.key, metric, caps[index] ?? null));
    const lines = plain.flatMap((line, index) => [line, capped[index]!]);
    await file.query('aggregate/insert_sums', of, compileSums(part, blocks, lines, 'all', { isTogether: () => true }));
    const sums = await file.query<CohortSums>('aggregate/list_sums', of);
    return { family, lines, sums: sums.rows, blocks };
  }

  /** Sums of powers of a line's values by variant, over `step`. */
  async shape({ family, blocks }: FamilySums, line: AggregateLine, step: bigint): Promise<Shape[]> {
    const { block, place } = placeOf(blocks, line);
    const slots = { value: `value_${place}`, block, cap: line.cap ?? anything, step: String(step) };
    return (await this.file.query<Shape>('file/summarise_shape', { experiment: family.experiment }, slots)).rows;
  }

  /** The values at ranks of a line, 1 being the smallest: of a variant, or of all units. */
  async ranked(
    family: Family,
    blocks: readonly Block[],
    line: AggregateLine,
    ranks: readonly [number, number, number],
    variant: string | null,
  ): Promise<Map<number, string>> {
    const { block, place } = placeOf(blocks, line);
    const { rows } = await this.file.query<{ rank: number; value: number }>(
      'file/list_ranked',
      { experiment: family.experiment, variant, first_rank: ranks[0], second_rank: ranks[1], third_rank: ranks[2] },
      { value: `value_${place}`, block },
    );
    return new Map(rows.map(({ rank, value }) => [rank, String(value)]));
  }

  private conditions({ metrics }: Family): string {
    const holes = metrics[0]?.holes ?? [];
    return holes
      .map(({ column, rule }) => `  ${this.file.part(`file/part/${rule}`, unitNames(this.placed(column).place))}`)
      .join('\n');
  }

  private async insertValues({ experiment }: Family, block: Block): Promise<void> {
    const names = block.cells.map((_, index) => `value_${index + 1}`);
    const values = block.cells.map((cell, index) => `  ${this.valueOf(cell, names[index]!)}`);
    const slots = { names: names.join(', '), block: block.number, values: values.join(',\n') };
    await this.file.query('file/insert_values', { experiment }, slots);
  }

  private valueOf({ component, isBefore }: Cell, name: string): string {
    const { column, isShare, before } = unitNumberOf(component.measured);
    if (!isBefore) {
      const total = unitNames(this.placed(column).place).total;
      return this.file.part(isShare ? 'file/part/share' : 'file/part/whole', { total, name });
    }
    if (before === null) return this.file.part('file/part/nothing', { name });
    return this.file.part('file/part/whole', { total: unitNames(this.placed(before).place).highest, name });
  }

  private placed(column: string): FileColumn {
    const found = this.columns.find(({ name }) => name === column);
    if (found === undefined) throw new Error(`The column ${column} was not staged.`);
    return found;
  }
}

/** Asks for values at ranks. */
export type Ranked = (
  line: AggregateLine,
  ranks: readonly [number, number, number],
  variant: string | null,
) => Promise<Map<number, string>>;

export interface Shape {
  readonly variant: string;
  readonly units: number;
  readonly events: number;
  readonly sum: string;
  readonly sum_of_squares: string;
  readonly sum_of_cubes: string;
}

function placeOf(blocks: readonly Block[], line: AggregateLine) {
  const [place] = placesOf(blocks, componentOf(line.numerator, line), false);
  if (place === undefined) throw new Error(`The line ${line.metric} has no place.`);
  return place;
}

import type { FactColumnType } from '#libs/contracts';
import type { SlotValues, SqlCatalogue, Statement } from '#libs/postgres';
import type { WarehouseSession } from '#libs/warehouse';
import type { CohortProducts } from './cohorts.js';
import type { AggregateAsked, AggregateFact, AggregateLine } from './aggregate-line.js';
import { compileLevelSums } from './compile-sums.js';
import { pathsOf } from './compile-read.js';
import { blocksOf } from './components.js';
import { partsOf, type Part } from './part.js';

/** A column of a fact: a unit's level is what its last row until the first exposure says. */
export interface Dimension {
  readonly fact: AggregateFact;
  readonly column: string;
  readonly type: FactColumnType;
}

/** Units of which it said the same, one of the twenty most common things, or anything else, or nothing. */
export interface LevelName {
  readonly kind: 'named' | 'other' | 'unknown';
  /** Of `named`. */
  readonly level: string | null;
}

/** Exact sums over the units of a level, a phase and a cohort. */
export type LevelSums = LevelName & CohortProducts;

/** Effects by level are of what everybody reads first. */
const isWanted = ({ reading, isBeside, quantile }: AggregateLine): boolean =>
  reading === 'all' && !isBeside && quantile === null;

/** @param session within the transaction that brought the aggregate up to date */
export async function levelSums(
  session: WarehouseSession,
  part: Part,
  asked: AggregateAsked,
  dimension: Dimension,
): Promise<LevelSums[]> {
  if (!asked.lines.some(isWanted)) return [];
  for (const slots of compileLevels(part, asked, dimension))
    await session.queryApart({
      name: 'aggregate/stage_levels',
      values: { experiment: asked.experiment },
      slots,
      selects: [dimension.fact.select],
      target: { table: 'staged_level', temporary: true },
    });
  const sums = compileLevelSums(part, blocksOf(asked), asked.lines, isWanted);
  return (await session.query<LevelSums>('aggregate/list_level_sums', { experiment: asked.experiment }, sums)).rows;
}

/** What adds an aggregate up by a dimension. */
export function levelStatements(catalogue: SqlCatalogue, asked: AggregateAsked, dimension: Dimension): Statement[] {
  const part = partsOf(catalogue);
  const sums = compileLevelSums(part, blocksOf(asked), asked.lines, isWanted);
  return [
    ...compileLevels(part, asked, dimension).map((slots) =>
      catalogue.render('aggregate/stage_levels', { ...slots, target: 'staged_level' }),
    ),
    catalogue.render('aggregate/list_level_sums', sums),
  ];
}

/** One reading of the fact a path. */
function compileLevels(part: Part, { unit }: AggregateAsked, { fact, column, type }: Dimension): SlotValues[] {
  return pathsOf({ fact }, unit).map((path) => ({
    fact: fact.select.text,
    column,
    level: part(type === 'boolean' ? 'level_of_truth' : 'level_of_text', { column }),
    subject_column: path.column,
    subject: path.subject,
    rows: [
      part('has_column', { column: path.column }),
      ...(path.lacks === undefined ? [] : [part('lacks_column', { column: path.lacks })]),
    ]
      .map((text) => `\n    ${text}`)
      .join(''),
  }));
}

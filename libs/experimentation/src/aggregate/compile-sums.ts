import type { SlotValues } from '#libs/postgres';
import type { AggregateLine } from './aggregate-line.js';
import { componentOf, placesOf, type Block, type Component } from './components.js';
import { indented, type Part } from './part.js';

/** All units, or what the touched ones add, or what they added. */
export type SumsOf = 'all' | 'added' | 'taken_away';

interface SumsOptions {
  /** Of which blocks a unit has one row: it need not be added up. */
  readonly isTogether?: ((block: Block) => boolean) | undefined;
  /** Some of the lines, which are numbered as in the whole list. */
  readonly isWanted?: (line: AggregateLine) => boolean;
}

/** What makes `aggregate/insert_sums` one for these lines. */
export function compileSums(
  part: Part,
  blocks: readonly Block[],
  lines: readonly AggregateLine[],
  of: SumsOf,
  { isTogether = () => false, isWanted = () => true }: SumsOptions = {},
): SlotValues {
  const wanted = numbered(lines, isWanted);
  const sign = of === 'taken_away' ? -1 : 1;
  const touched = (table: string): string => (of === 'all' ? '' : indented(part('of_touched_units', { table }), 2));
  return {
    units: touched('experiment_unit'),
    blocks: blocks
      .map((block) =>
        isTogether(block)
          ? blockOf(part, block, 'rows_together', '')
          : blockOf(part, block, 'block', touched('experiment_unit_amount')),
      )
      .join(',\n\n'),
    amounts: wanted.map(({ line, number }) => amountsOf(part, blocks, line, number)).join(',\n'),
    joins: joinsOf(part, blocks),
    sums: wanted.flatMap(({ line, number }) => sumsOf(part, line, number)).join(',\n'),
    lines: wanted.map(({ line, number }) => lineOf(part, 'line', line, number, sign)).join('\nUNION ALL\n'),
  };
}

/** What makes `aggregate/list_level_sums` one for some of the lines, which are numbered as in the whole list. */
export function compileLevelSums(
  part: Part,
  blocks: readonly Block[],
  lines: readonly AggregateLine[],
  isWanted: (line: AggregateLine) => boolean,
): SlotValues {
  const wanted = numbered(lines, isWanted);
  return {
    blocks: blocks.map((block) => blockOf(part, block, 'block', '')).join(',\n\n'),
    amounts: wanted.map(({ line, number }) => amountsOf(part, blocks, line, number)).join(',\n'),
    joins: joinsOf(part, blocks),
    sums: wanted.flatMap(({ line, number }) => sumsOf(part, line, number, false)).join(',\n'),
    lines: wanted.map(({ line, number }) => lineOf(part, 'level_line', line, number, 1)).join('\nUNION ALL\n'),
  };
}

/** What makes `aggregate/stage_values` one for a line: its values without a cap, and of a ratio those of its numerator. */
export function compileValues(part: Part, blocks: readonly Block[], line: AggregateLine, number: number): SlotValues {
  const plain: AggregateLine = { ...line, cap: null, denominator: null, isBeside: true };
  const places = placesOf(blocks, componentOf(line.numerator, line), false);
  const own = blocks.filter((block) => places.some(({ block: at }) => at === block.number));
  return {
    blocks: own.map((block) => blockOf(part, block, 'block', '')).join(',\n\n'),
    amounts: amountsOf(part, blocks, plain, number),
    joins: joinsOf(part, own),
    line: number,
    value: `y_${number}`,
  };
}

const numbered = (lines: readonly AggregateLine[], isWanted: (line: AggregateLine) => boolean) =>
  lines.flatMap((line, index) => (isWanted(line) ? [{ line, number: index + 1 }] : []));

const joinsOf = (part: Part, blocks: readonly Block[]): string =>
  blocks.map(({ number }) => indented(part('join_block', { block: nameOf(number) }), 2)).join('\n');

const nameOf = (block: number): string => `block_${block}`;

function blockOf(part: Part, { number, cells }: Block, name: 'block' | 'rows_together', units: string): string {
  const cell = name === 'block' ? 'sum_of_rows' : 'value_together';
  const values = cells.map((_, index) => {
    const value = `value_${index + 1}`;
    return indented(part(cell, { value, name: value }), 4);
  });
  const slots = { block: nameOf(number), number, values: values.join(',\n') };
  return part(name, name === 'block' ? { ...slots, units } : slots);
}

/** y and x of a line, and c and d, which are the same from before the exposure. */
function amountsOf(part: Part, blocks: readonly Block[], line: AggregateLine, number: number): string {
  const cap = line.isShare ? '1' : line.cap;
  const amount = (name: string, total: string, most: string | null): string => {
    const slots = { total, name: `${name}_${number}` };
    return indented(most === null ? part('plain', slots) : part('capped', { ...slots, cap: most }), 4);
  };
  const numerator = componentOf(line.numerator, line);
  const denominator = line.denominator === null ? undefined : componentOf(line.denominator, line);
  const letters = lettersOf(line);
  const value = totalOf(part, blocks, numerator, false);
  const over = { total: value, name: `over_${number}`, cap: line.cap ?? '' };
  return [
    amount('y', value, cap),
    ...(isCapped(line) ? [indented(part('over_cap', over), 4)] : []),
    ...(letters.has('c') ? [amount('c', totalOf(part, blocks, numerator, true), cap)] : []),
    ...(denominator === undefined ? [] : [amount('x', totalOf(part, blocks, denominator, false), null)]),
    ...(denominator !== undefined && letters.has('d')
      ? [amount('d', totalOf(part, blocks, denominator, true), null)]
      : []),
  ].join(',\n');
}

/** Of the block that reads it, less what a reversal takes away. */
const totalOf = (part: Part, blocks: readonly Block[], component: Component, isBefore: boolean): string =>
  placesOf(blocks, component, isBefore)
    .map(({ block, place }) => part('total', { block: nameOf(block), name: `value_${place}` }))
    .join(' - ');

const products = ['y', 'yy', 'x', 'xx', 'xy', 'c', 'cc', 'cy', 'cx', 'd', 'dd', 'dy', 'dx', 'cd'] as const;
const cubes = ['yyy', 'yyx', 'yxx', 'xxx'] as const;
const counts = ['acted_units', 'capped_units', 'uncubed_units'] as const;

/** What stands beside another line is adjusted by nothing. */
function lettersOf({ denominator, covariateDays, isBeside }: AggregateLine): ReadonlySet<string> {
  const isRatio = denominator !== null;
  const hasPrior = covariateDays > 0 && !isBeside;
  return new Set(['y', ...(isRatio ? ['x'] : []), ...(hasPrior ? ['c'] : []), ...(isRatio && hasPrior ? ['d'] : [])]);
}

const isOf = (letters: string, has: ReadonlySet<string>): boolean =>
  letters.split('').every((letter) => has.has(letter));

/** Whether a letter stands for a number of rows. */
const isCount = (letter: string, { numerator, denominator }: AggregateLine): boolean =>
  (letter === 'y' || letter === 'c' ? numerator : denominator)?.value === null;

/** Which sums and counts a line has: their names, and with what they are made of. */
const has = (line: AggregateLine) => {
  const letters = lettersOf(line);
  return {
    products: products.filter((one) => isOf(one, letters)),
    cubes: line.isShaped ? cubes.filter((one) => isOf(one, letters)) : [],
    counts: counts.filter((name) => (name === 'capped_units' ? isCapped(line) : line.isShaped)),
  };
};

const isCapped = ({ cap, isShare }: AggregateLine): boolean => cap !== null && !isShare;

function sumsOf(part: Part, line: AggregateLine, number: number, withShape = true): string[] {
  const own = has(line);
  const summed = own.products.map((letters) => {
    const [left = '', right] = letters;
    const slots = { name: `sum_${letters}_${number}`, left: `${left}_${number}` };
    if (right === undefined) return part('sum', slots);
    const isOfCounts = letters.split('').every((letter) => isCount(letter, line));
    return part(isOfCounts ? 'sum_of_counts' : 'sum_of_products', { ...slots, right: `${right}_${number}` });
  });
  return [...summed, ...(withShape ? shapeOf(part, line, number) : [])].map((text) => indented(text, 4));
}

function shapeOf(part: Part, line: AggregateLine, number: number): string[] {
  const own = has(line);
  const upTo = (limit: number): string =>
    ['y', ...(line.denominator === null ? [] : ['x'])]
      .map((letter) => part('is_small', { value: `${letter}_${number}`, limit }))
      .join(' AND ');
  const [tiny, small] = [upTo(2_000_000), upTo(10_000_000_000)];
  const cubed = own.cubes.map((letters) => {
    const [left, middle, right] = letters.split('').map((letter) => `${letter}_${number}`) as [string, string, string];
    return part('sum_of_cubes', { name: `sum_${letters}_${number}`, tiny, small, left, middle, right });
  });
  const counted = own.counts.map((name) => {
    const slots = { name: `${name}_${number}` };
    if (name === 'capped_units') return part('sum', { ...slots, left: `over_${number}` });
    if (name === 'acted_units') return part('count_acted', { ...slots, value: `y_${number}` });
    return part('count_large', { ...slots, small });
  });
  return [...cubed, ...counted];
}

function lineOf(part: Part, name: 'line' | 'level_line', line: AggregateLine, number: number, sign: number): string {
  const own = has(line);
  const sum = (letters: string, isThere: boolean): string => {
    const slots = { name: `sum_${letters}` };
    return isThere ? part('line_sum', { ...slots, sign, value: `sum_${letters}_${number}` }) : part('no_sum', slots);
  };
  const count = (column: (typeof counts)[number]): string =>
    own.counts.includes(column)
      ? part('line_count', { name: column, sign, value: `${column}_${number}` })
      : part('no_count', { name: column });
  const sums = products.map((letters) => sum(letters, own.products.includes(letters)));
  const shape = [...cubes.map((letters) => sum(letters, own.cubes.includes(letters))), ...counts.map(count)];
  const all = name === 'line' ? [...sums, ...shape] : sums;
  const slots = { line: number, sums: all.map((text) => indented(text, 2)).join(',\n') };
  return part(name, name === 'line' ? { ...slots, sign } : slots);
}

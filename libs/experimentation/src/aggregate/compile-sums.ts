import type { SlotValues } from '#libs/postgres';
import type { AggregateLine } from './aggregate-line.js';
import { componentOf, placesOf, priorDaysOf, priorOf, type Block, type Component } from './components.js';
import { indented, type Part } from './part.js';

/** All units, or what the touched ones add, or what they added. */
export type SumsOf = 'all' | 'added' | 'taken_away';

interface SumsOptions {
  /** Of which blocks a unit has one row after its exposure and one before: they need not be added up. */
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
        isTogether(block) ? togetherOf(part, block) : blockOf(part, block, touched('experiment_unit_day')),
      )
      .join(',\n\n'),
    amounts: wanted.map(({ line, number }) => amountsOf(part, blocks, line, number, isTogether)).join(',\n'),
    joins: joinsOf(part, blocks, isTogether),
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
    blocks: blocks.map((block) => blockOf(part, block, '')).join(',\n\n'),
    amounts: wanted.map(({ line, number }) => amountsOf(part, blocks, line, number)).join(',\n'),
    joins: joinsOf(part, blocks),
    sums: wanted.flatMap(({ line, number }) => sumsOf(part, line, number, false)).join(',\n'),
    lines: wanted.map(({ line, number }) => lineOf(part, 'level_line', line, number, 1)).join('\nUNION ALL\n'),
  };
}

/** What makes `aggregate/stage_values` one for a line: its values without a cap, and of a ratio those of its numerator. */
export function compileValues(part: Part, blocks: readonly Block[], line: AggregateLine, number: number): SlotValues {
  const plain: AggregateLine = { ...line, cap: null, denominator: null, isBeside: true };
  const places = placesOf(blocks, componentOf(line.numerator, line));
  const own = blocks.filter((block) => places.some(({ block: at }) => at === block.number));
  return {
    blocks: own.map((block) => blockOf(part, block, '')).join(',\n\n'),
    amounts: amountsOf(part, blocks, plain, number),
    joins: joinsOf(part, own),
    line: number,
    value: `y_${number}`,
  };
}

const numbered = (lines: readonly AggregateLine[], isWanted: (line: AggregateLine) => boolean) =>
  lines.flatMap((line, index) => (isWanted(line) ? [{ line, number: index + 1 }] : []));

const joinsOf = (part: Part, blocks: readonly Block[], isTogether: (block: Block) => boolean = () => false): string =>
  blocks
    .flatMap((block) => [
      nameOf(block.number),
      ...(isTogether(block) && hasPrior(block) ? [priorNameOf(block.number)] : []),
    ])
    .map((block) => indented(part('join_block', { block }), 2))
    .join('\n');

const nameOf = (block: number): string => `block_${block}`;
const priorNameOf = (block: number): string => `prior_${block}`;
const hasPrior = (block: Block): boolean => priorDaysOf(block) > 0;

/** The rows as they are: those after the exposure, and those before it. */
function togetherOf(part: Part, block: Block): string {
  const { number, components } = block;
  const rows = (name: string, which: string, values: readonly string[]): string =>
    part('rows_together', { block: name, number, which, values: values.join(',\n') });
  const value = (name: string, index: number): string =>
    indented(part('value_together', { value: `value_${index + 1}`, name: `${name}_${index + 1}` }), 4);
  const priors = components.flatMap((component, index) => (hasOwnPrior(block, component, index) ? [index] : []));
  return [
    rows(
      nameOf(number),
      part('after_exposure'),
      components.map((_, index) => value('after', index)),
    ),
    ...(hasPrior(block)
      ? [
          rows(
            priorNameOf(number),
            part('before_exposure'),
            priors.map((index) => value('before', index)),
          ),
        ]
      : []),
  ].join(',\n\n');
}

const hasOwnPrior = (block: Block, component: Component, index: number): boolean =>
  component.covariateDays > 0 && priorOf(block, component) === index;

/** A covariate that several components share is summed once. */
function blockOf(part: Part, block: Block, units: string): string {
  const { number, components } = block;
  const sums = components.flatMap((component, index) => {
    const value = `value_${index + 1}`;
    const after = indented(part('sum_after', { value, name: `after_${index + 1}` }), 4);
    if (!hasOwnPrior(block, component, index)) return [after];
    return [after, indented(part('sum_before', { value, name: `before_${index + 1}` }), 4)];
  });
  return part('block', { block: nameOf(number), number, units, sums: sums.join(',\n') });
}

/** y and x of a line, and c and d, which are the same from before the exposure. */
function amountsOf(
  part: Part,
  blocks: readonly Block[],
  line: AggregateLine,
  number: number,
  isTogether: (block: Block) => boolean = () => false,
): string {
  const cap = line.isShare ? '1' : line.cap;
  const amount = (name: string, total: string, most: string | null): string => {
    const slots = { total, name: `${name}_${number}` };
    return indented(most === null ? part('plain', slots) : part('capped', { ...slots, cap: most }), 4);
  };
  const numerator = componentOf(line.numerator, line);
  const denominator = line.denominator === null ? undefined : componentOf(line.denominator, line);
  const letters = lettersOf(line);
  const over = { total: after(part, blocks, numerator), name: `over_${number}`, cap: line.cap ?? '' };
  return [
    amount('y', after(part, blocks, numerator), cap),
    ...(isCapped(line) ? [indented(part('over_cap', over), 4)] : []),
    ...(letters.has('c') ? [amount('c', before(part, blocks, numerator, isTogether), cap)] : []),
    ...(denominator === undefined ? [] : [amount('x', after(part, blocks, denominator), null)]),
    ...(denominator !== undefined && letters.has('d')
      ? [amount('d', before(part, blocks, denominator, isTogether), null)]
      : []),
  ].join(',\n');
}

/** Of the block that reads it, less what a reversal takes away. */
const after = (part: Part, blocks: readonly Block[], component: Component): string =>
  placesOf(blocks, component)
    .map(({ block, place }) => part('total', { block: nameOf(block), name: `after_${place}` }))
    .join(' - ');

function before(
  part: Part,
  blocks: readonly Block[],
  component: Component,
  isTogether: (block: Block) => boolean,
): string {
  return placesOf(blocks, component)
    .map(({ block }) => {
      const own = blocks[block - 1]!;
      const name = `before_${priorOf(own, component) + 1}`;
      return part('total', { block: isTogether(own) ? priorNameOf(block) : nameOf(block), name });
    })
    .join(' - ');
}

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

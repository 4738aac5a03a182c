import type { SlotValues } from '#libs/postgres';
import type { AggregateLine } from './aggregate-line.js';
import { componentOf, placesOf, priorOf, type Block, type Component } from './components.js';
import { indented, type Part } from './part.js';

/** What makes `aggregate/insert_sums` one for these lines. `of`: all units, or what the touched ones add, or what they added. */
export function compileSums(
  part: Part,
  blocks: readonly Block[],
  lines: readonly AggregateLine[],
  of: 'all' | 'added' | 'taken_away',
): SlotValues {
  const sign = of === 'taken_away' ? -1 : 1;
  const touched = (table: string): string => (of === 'all' ? '' : indented(part('of_touched_units', { table }), 2));
  return {
    units: touched('experiment_unit'),
    blocks: blocks.map((block) => blockOf(part, block, touched('experiment_unit_day'))).join(',\n\n'),
    amounts: lines.map((line, index) => amountsOf(part, blocks, line, index + 1)).join(',\n'),
    joins: joinsOf(part, blocks),
    sums: lines.flatMap((line, index) => sumsOf(part, line, index + 1)).join(',\n'),
    lines: lines.map((line, index) => lineOf(part, 'line', line, index + 1, sign)).join('\nUNION ALL\n'),
  };
}

/** What makes `aggregate/list_level_sums` one for some of the lines, which are numbered as in the whole list. */
export function compileLevelSums(
  part: Part,
  blocks: readonly Block[],
  lines: readonly AggregateLine[],
  isWanted: (line: AggregateLine) => boolean,
): SlotValues {
  const wanted = lines.flatMap((line, index) => (isWanted(line) ? [{ line, number: index + 1 }] : []));
  return {
    blocks: blocks.map((block) => blockOf(part, block, '')).join(',\n\n'),
    amounts: wanted.map(({ line, number }) => amountsOf(part, blocks, line, number)).join(',\n'),
    joins: joinsOf(part, blocks),
    sums: wanted.flatMap(({ line, number }) => sumsOf(part, line, number)).join(',\n'),
    lines: wanted.map(({ line, number }) => lineOf(part, 'level_line', line, number, 1)).join('\nUNION ALL\n'),
  };
}

const joinsOf = (part: Part, blocks: readonly Block[]): string =>
  blocks.map(({ number }) => indented(part('join_block', { block: nameOf(number) }), 2)).join('\n');

const nameOf = (block: number): string => `block_${block}`;

/** A covariate that several components share is summed once. */
function blockOf(part: Part, block: Block, units: string): string {
  const { number, components } = block;
  const sums = components.flatMap((component, index) => {
    const value = `value_${index + 1}`;
    const after = indented(part('sum_after', { value, name: `after_${index + 1}` }), 4);
    if (component.covariateDays === 0 || priorOf(block, component) !== index) return [after];
    return [after, indented(part('sum_before', { value, name: `before_${index + 1}` }), 4)];
  });
  return part('block', { block: nameOf(number), number, units, sums: sums.join(',\n') });
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
  const has = lettersOf(line);
  return [
    amount('y', after(part, blocks, numerator), cap),
    ...(has.has('c') ? [amount('c', before(part, blocks, numerator), cap)] : []),
    ...(denominator === undefined ? [] : [amount('x', after(part, blocks, denominator), null)]),
    ...(denominator !== undefined && has.has('d') ? [amount('d', before(part, blocks, denominator), null)] : []),
  ].join(',\n');
}

/** Of the block that reads it, less what a reversal takes away. */
const after = (part: Part, blocks: readonly Block[], component: Component): string =>
  placesOf(blocks, component)
    .map(({ block, place }) => part('total', { block: nameOf(block), name: `after_${place}` }))
    .join(' - ');

const before = (part: Part, blocks: readonly Block[], component: Component): string =>
  placesOf(blocks, component)
    .map(({ block }) => {
      const prior = priorOf(blocks[block - 1]!, component) + 1;
      return part('total', { block: nameOf(block), name: `before_${prior}` });
    })
    .join(' - ');

const products = ['y', 'yy', 'x', 'xx', 'xy', 'c', 'cc', 'cy', 'cx', 'd', 'dd', 'dy', 'dx', 'cd'] as const;

function lettersOf({ denominator, covariateDays }: AggregateLine): ReadonlySet<string> {
  const isRatio = denominator !== null;
  const hasPrior = covariateDays > 0;
  return new Set(['y', ...(isRatio ? ['x'] : []), ...(hasPrior ? ['c'] : []), ...(isRatio && hasPrior ? ['d'] : [])]);
}

const isOf = (letters: string, has: ReadonlySet<string>): boolean =>
  letters.split('').every((letter) => has.has(letter));

function sumsOf(part: Part, line: AggregateLine, number: number): string[] {
  const has = lettersOf(line);
  return products
    .filter((letters) => isOf(letters, has))
    .map((letters) => {
      const [left = '', right] = letters;
      const slots = { name: `sum_${letters}_${number}`, left: `${left}_${number}` };
      const text =
        right === undefined ? part('sum', slots) : part('sum_of_products', { ...slots, right: `${right}_${number}` });
      return indented(text, 4);
    });
}

function lineOf(part: Part, name: 'line' | 'level_line', line: AggregateLine, number: number, sign: number): string {
  const has = lettersOf(line);
  const sums = products.map((letters) => {
    const name = `sum_${letters}`;
    if (!isOf(letters, has)) return part('no_sum', { name });
    return part('line_sum', { sign, value: `${name}_${number}`, name });
  });
  const slots = { line: number, sums: sums.map((text) => indented(text, 2)).join(',\n') };
  return part(name, name === 'line' ? { ...slots, sign } : slots);
}

import type { SlotValues } from '#libs/postgres';
import type { AggregateAsked } from './aggregate-line.js';
import { priorDaysOf, type Block, type Cell, type Component } from './components.js';
import { dayOf, indented, type Part } from './part.js';

/** By which of its ids a row is a unit's. A visitor's are its own, and those of the backer that it became. */
interface Path {
  /** Of the fact. */
  readonly column: string;
  /** Of the unit. */
  readonly subject: 'unit' | 'backer_id';
  /** Only rows that have nothing here: who has it is found by it. */
  readonly lacks?: string;
}

export function pathsOf({ fact }: Pick<Block, 'fact'>, unit: AggregateAsked['unit']): Path[] {
  const has = (column: string): boolean => fact.columns.includes(column);
  const byUnit: Path = { column: `${unit}_id`, subject: 'unit' };
  if (unit !== 'visitor') return [byUnit];
  const byBacker: Path = { column: 'backer_id', subject: 'backer_id' };
  if (!has('visitor_id')) return [byBacker];
  return has('backer_id') ? [byUnit, { ...byBacker, lacks: 'visitor_id' }] : [byUnit];
}

/** What makes `aggregate/read_fact` one for a block and a path. */
export function compileRead(part: Part, block: Block, path: Path, zone: string): SlotValues {
  const { components, cells } = block;
  const names = cells.map((_, index) => `value_${index + 1}`);
  const days = priorDaysOf(block);
  const late = isLate(block);
  const last = (of: (component: Component) => number): number => Math.max(...components.map(of));
  const [acting, closing] = [last((component) => untilDay(component, late)), last(({ windowDays }) => windowDays)];
  return {
    ...rowsOf(part, block, [path.column], path.lacks),
    block: block.number,
    values: names.map((name) => indented(name, 2)).join(',\n'),
    columns: [
      indented(part('subject', { column: path.column }), 4),
      ...usedColumns(block).map((column) => indented(part('carried', { column }), 4)),
    ].join(',\n'),
    subject: path.subject,
    moments: momentsOf(part, components),
    first_moment: moment(-days),
    last_moment: moment(acting),
    final: finalBefore(part, moment(closing), late, 4),
    days_after: late ? closing : acting,
    days_before: days,
    day: dayOf(part, zone, 'final_fact.settled_at'),
    amounts: cells.map((cell, index) => amountOf(part, cell, names[index] ?? '', late)).join(',\n'),
    counted: names.map((name) => indented(part('counted', { name }), 2)).join(',\n'),
    any: names.map((name) => `SUM(counted.${name})`).join(',\n  '),
  };
}

/** What makes `aggregate/stage_fact_days` one for a block: the same rows, whosever they are. */
export function compileFingerprint(part: Part, block: Block, zone: string): SlotValues {
  const ids = ['visitor_id', 'backer_id', 'project_id'].filter((column) => block.fact.columns.includes(column));
  const carried = ['time', ...new Set([...ids, ...usedColumns(block)])];
  const hashed = isLate(block) ? ['settled_at', ...carried] : carried;
  return {
    ...rowsOf(part, block, []),
    columns: carried.map((column) => indented(part('carried', { column }), 4)).join(',\n'),
    day: dayOf(part, zone, 'final_fact.settled_at'),
    fingerprint: hashed.reduce((seed, column) => part('hash_of', { column, seed }), '0'),
  };
}

/** The rows that count, and when each is final. A row that is not final yet is left out. */
function rowsOf(part: Part, block: Block, known: readonly string[], lacks?: string): SlotValues {
  const { fact, isReversal } = block;
  const late = fact.columns.includes('settled_at');
  const settled_at = part(late ? 'settled_later' : 'settled_at_once');
  const present = [...known, ...(late ? ['settled_at'] : []), ...(isReversal ? ['fraud_at'] : [])];
  const conditions = present.map((column) => part('has_column', { column }));
  if (lacks !== undefined) conditions.push(part('lacks_column', { column: lacks }));
  return {
    fact: fact.select.text,
    settled_at: isReversal ? part('known_as_fraud', { settled_at }) : settled_at,
    rows: conditions.map((text) => `\n    ${text}`).join(''),
  };
}

const usedColumns = ({ components }: Block): string[] =>
  [
    ...new Set(
      components.flatMap(({ measured: { value, conditionColumns } }) => [
        ...(value === null ? [] : [value]),
        ...conditionColumns,
      ]),
    ),
  ].filter((column) => column !== 'time' && column !== 'settled_at');

/** Whether a row may be final later than it happened. */
const isLate = ({ fact, isReversal }: Block): boolean => isReversal || fact.columns.includes('settled_at');

/** When acting ends that can be final in time. */
const untilDay = ({ actDays, windowDays }: Component, late: boolean): number =>
  late ? actDays : Math.min(actDays, windowDays);

const finalBefore = (part: Part, closing: string, late: boolean, by: number): string =>
  late ? `\n${indented(part('final_before', { closing }), by)}` : '';

const moment = (days: number): string => (days < 0 ? `before_${-days}` : `after_${days}`);

function momentsOf(part: Part, components: readonly Component[]): string {
  const days = components.flatMap(({ fromDay, actDays, windowDays, covariateDays }) => [
    fromDay,
    actDays,
    windowDays,
    -covariateDays,
  ]);
  // No −0.
  return [...new Set(days.map((one) => one + 0))]
    .toSorted((left, right) => left - right)
    .map((one) => indented(part('moment', { days: one, name: moment(one) }), 4))
    .join(',\n');
}

function amountOf(part: Part, { component, isBefore }: Cell, name: string, late: boolean): string {
  const { measured, covariateDays, fromDay, windowDays } = component;
  const slots = {
    name,
    filters: measured.conditions.map((condition) => `\n        ${part('filter', { condition })}`).join(''),
    value: valueOf(part, measured),
  };
  if (isBefore) return indented(part('amount_before', { ...slots, from: moment(-covariateDays) }), 4);
  const until = moment(untilDay(component, late));
  const final = finalBefore(part, moment(windowDays), late, 8);
  return indented(part('amount', { ...slots, from: moment(fromDay), until, final }), 4);
}

function valueOf(part: Part, { value, scale }: Component['measured']): string {
  if (value === null) return part('value_one');
  if (scale === null) return part('value_whole', { column: value });
  return part('value_scaled', { column: value, scale, factor: 10 ** scale });
}

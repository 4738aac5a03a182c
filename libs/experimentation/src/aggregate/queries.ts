import { createHash } from 'node:crypto';
import type { SlotValues, SqlCatalogue, Statement } from '#libs/postgres';
import type { AggregateAsked, AggregateLine } from './aggregate-line.js';
import { compileRead, pathsOf } from './compile-read.js';
import { compileSums } from './compile-sums.js';
import { blocksOf, type Block } from './components.js';
import { exclusionStatements, forcedParameters } from './exclusions.js';
import type { DaySpan } from './days.js';
import { isRanked, valueParameters, valueSlots } from './line-values.js';
import { levelStatements, type Dimension } from './levels.js';
import { dayOf, indented, partsOf, type Part } from './part.js';
import { exposureParameters, timestamp } from './signature.js';

/** A text that was run, and what it was given. */
export interface AggregateQuery {
  readonly hash: string;
  readonly name: string;
  readonly text: string;
  readonly parameters: Parameters;
}

type Parameters = Readonly<Record<string, string | number>>;

const dayMs = 86_400_000;
const allDays: DaySpan = { from: '0001-01-01', until: '9999-12-31' };

/** Until before the first of all days: no days of a fact are together. */
export const allApart = '0001-01-01';

/** As people see units: those that count, one row each. */
export const countedUnits = { units: 'published.experiment_unit', single: 'variant IS NOT NULL' };

/**
 * The statements that make an experiment's numbers from the beginning: its units, the rows of each fact, their sums, and what
 * is read of them; without a line how many units there are.
 */
export function aggregateStatements(catalogue: SqlCatalogue, asked: AggregateAsked): Statement[] {
  const part = partsOf(catalogue);
  const blocks = blocksOf(asked);
  const units = unitReading(part, asked);
  const target = 'experiment_unit_amount';
  return [
    catalogue.render(units.name, units.slots),
    ...exclusionStatements(catalogue, part, asked),
    ...blocks.flatMap((block) =>
      readingsOf(part, block, asked).map(({ slots }) => catalogue.render('aggregate/read_fact', { ...slots, target })),
    ),
    ...(blocks.length === 0
      ? [catalogue.statement('aggregate/count_units')]
      : [
          catalogue.render('aggregate/insert_sums', compileSums(part, blocks, asked.lines, 'all')),
          catalogue.statement('aggregate/list_sums'),
          ...asked.lines.flatMap((line, index) => valueStatements(catalogue, part, asked, line, index + 1)),
        ]),
  ];
}

/** What finds the values of a line at certain places: its cap, where that is a percentile, or its quantiles. */
function valueStatements(
  catalogue: SqlCatalogue,
  part: Part,
  asked: AggregateAsked,
  line: AggregateLine,
  number: number,
): Statement[] {
  if (!isRanked(line)) return [];
  return [
    catalogue.render('aggregate/stage_values', valueSlots(part, asked, line, number)),
    catalogue.statement('aggregate/list_ranked_values'),
  ];
}

/** The same as one text: with its parameters, whoever has the warehouse can make the numbers by hand, into tables of its own. */
export const aggregateQuery = (catalogue: SqlCatalogue, asked: AggregateAsked): AggregateQuery =>
  queryOf('aggregate', asked, aggregateStatements(catalogue, asked));

/** The same of units that were seen without any experiment, and of how many have which value. */
export const seenQuery = (catalogue: SqlCatalogue, asked: AggregateAsked): AggregateQuery =>
  queryOf('certificate', asked, [
    ...aggregateStatements(catalogue, asked),
    catalogue.statement('aggregate/list_value_counts'),
  ]);

/** The same of its lines by a dimension. */
export const levelQuery = (catalogue: SqlCatalogue, asked: AggregateAsked, dimension: Dimension): AggregateQuery =>
  queryOf('breakdown', asked, [
    ...aggregateStatements(catalogue, asked).slice(0, -1),
    ...levelStatements(catalogue, asked, dimension),
  ]);

function queryOf(name: string, asked: AggregateAsked, statements: readonly Statement[]): AggregateQuery {
  const text = statements.map((statement) => statement.text.trimEnd()).join('\n\n');
  const hash = createHash('sha256').update(text).digest('hex');
  const parameters = {
    ...exposureParameters(asked, asked.dataThrough),
    ...forcedParameters(asked),
    ...wholeSpan(asked),
    ...asked.lines.filter(isRanked).map((line) => valueParameters(asked, line))[0],
  };
  return { hash, name, text, parameters };
}

/** What finds the units of an aggregate that is read from the beginning. */
export function unitReading(part: Part, asked: AggregateAsked) {
  const exposures = exposureParameters(asked, asked.dataThrough);
  if (asked.population !== 'seen')
    return { name: 'aggregate/insert_units', values: exposures, slots: compileUnits(part, asked) };
  const { experiment, unit_type, started_at, enrolled_before } = exposures;
  const cohort_day = dayOf(part, asked.zone, 'met.exposed_at');
  return {
    name: 'aggregate/insert_seen_units',
    values: { experiment, unit_type, started_at, enrolled_before },
    slots: { cohort_day },
  };
}

/** What makes `aggregate/insert_units` one of all exposures. Of one phase nobody has to find it: a join on times is dear. */
const compileUnits = (part: Part, { zone, phasesFrom }: AggregateAsked): SlotValues => ({
  phase: phasesFrom.length === 0 ? '1' : 'phase.phase',
  phases: phasesFrom.length === 0 ? '' : part('in_phase'),
  cohort_day: dayOf(part, zone, 'met.exposed_at'),
});

/** What makes `aggregate/stage_units` one of the exposures of changed days. */
export const compileChangedUnits = (part: Part, { zone }: Pick<AggregateAsked, 'zone'>): SlotValues => ({
  days: indented(part('on_changed_days'), 2),
  cohort_day: dayOf(part, zone, 'changed.exposed_at'),
});

/** What reads all of a block: one text a path. */
export const readingsOf = (part: Part, block: Block, asked: AggregateAsked) =>
  pathsOf(block, asked.unit).map((path) => ({
    slots: { ...compileRead(part, block, path, asked.zone), ...countedUnits },
    values: wholeSpan(asked),
  }));

/** From the first covariate on. */
function wholeSpan(asked: AggregateAsked): Parameters {
  const priorDays = Math.max(0, ...asked.lines.map(({ covariateDays }) => covariateDays));
  const from = new Date(asked.startedAt.getTime() - priorDays * dayMs);
  return readValues(asked, allDays, timestamp(from), timestamp(asked.dataThrough), allApart);
}

export const readValues = (
  { experiment }: Pick<AggregateAsked, 'experiment'>,
  { from, until }: DaySpan,
  from_time: string,
  until_time: string,
  merged_through: string,
): Parameters => ({ experiment, from_time, until_time, from_day: from, until_day: until, merged_through });

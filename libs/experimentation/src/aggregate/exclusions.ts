import type { SlotValues, SqlCatalogue, Statement } from '#libs/postgres';
import type { WarehouseSession } from '#libs/warehouse';
import type { AggregateAsked, AggregateFact, ForcedUnit } from './aggregate-line.js';
import { pathsOf } from './compile-read.js';
import type { Part } from './part.js';
import { timestamp } from './signature.js';

/** Whose units are looked at: all that the aggregate has, or those that changed. */
type Units = 'experiment_unit' | 'staged_unit';

/** As people's SQL sees them. */
const seen = { experiment_unit: 'published.experiment_unit', staged_unit: 'staged_unit' } as const;

/**
 * Who is left out of an experiment, by what was known at the first exposure: nothing that a variant did can move a unit. All
 * units are looked at in each refresh, since a row of an exclusion may come late, or an exclusion be added.
 */
export class ExclusionReader {
  constructor(
    private readonly session: WarehouseSession,
    private readonly part: Part,
    private readonly asked: AggregateAsked,
  ) {}

  /** Of an aggregate that is read from the beginning. */
  async insertAll(): Promise<void> {
    const { session, asked } = this;
    await this.stage('experiment_unit');
    await session.query('aggregate/stage_reasons');
    await session.query('aggregate/insert_exclusions', { experiment: asked.experiment });
  }

  /** Says of the units that changed whether they are left out, and adds those to them of which that alone has changed. */
  async stageChanged(): Promise<void> {
    const { session, asked } = this;
    await this.stage('experiment_unit');
    await session.query('aggregate/delete_stale_exclusions');
    await this.stage('staged_unit');
    await session.query('aggregate/stage_reasons');
    await session.query('aggregate/update_staged_units');
    await session.query('aggregate/stage_reconsidered_units', { experiment: asked.experiment });
  }

  /** What was found takes the place of what was known of the units that changed. */
  async replaceChanged(): Promise<void> {
    await this.session.query('aggregate/delete_changed_exclusions', { experiment: this.asked.experiment });
    await this.session.query('aggregate/insert_changed_exclusions');
  }

  private async stage(units: Units): Promise<void> {
    const { session, part, asked } = this;
    await session.query('aggregate/stage_forced', forcedParameters(asked), { units });
    for (const { fact, slots } of readingsOf(part, asked, units))
      await session.queryApart({
        name: 'aggregate/stage_exclusions',
        values: { experiment: asked.experiment },
        slots,
        selects: [fact.select],
        target: { table: 'staged_exclusion', temporary: true },
      });
  }
}

/** What finds them from the beginning. */
export const exclusionStatements = (catalogue: SqlCatalogue, part: Part, asked: AggregateAsked): Statement[] => [
  catalogue.render('aggregate/stage_forced', { units: 'experiment_unit' }),
  ...readingsOf(part, asked, 'experiment_unit').map(({ slots }) =>
    catalogue.render('aggregate/stage_exclusions', { ...slots, target: 'staged_exclusion' }),
  ),
  catalogue.statement('aggregate/stage_reasons'),
  catalogue.statement('aggregate/insert_exclusions'),
];

/** One reading of each fact a path. What is forced comes first, then the facts in their order. */
const readingsOf = (
  part: Part,
  { unit, exclusions }: AggregateAsked,
  units: Units,
): { readonly fact: AggregateFact; readonly slots: SlotValues }[] =>
  exclusions.flatMap((fact, index) =>
    pathsOf({ fact }, unit).map(({ column, subject, lacks }) => ({
      fact,
      slots: {
        fact: fact.select.text,
        subject_column: column,
        subject,
        units: seen[units],
        place: index + 1,
        rows: [
          part('has_column', { column }),
          ...(lacks === undefined ? [] : [part('lacks_column', { column: lacks })]),
        ]
          .map((text) => `\n    ${text}`)
          .join(''),
      },
    })),
  );

/** The list of those on whom a variant was forced, as one text. */
export const forcedParameters = ({ experiment, forced }: AggregateAsked) => ({
  experiment,
  forced: forced.map(forcedText).join(';'),
  forced_count: forced.length,
});

const forcedText = ({ unit, since }: ForcedUnit): string =>
  `${unit.replaceAll('%', '%25').replaceAll(';', '%3B').replaceAll('/', '%2F')}/${timestamp(since)}`;

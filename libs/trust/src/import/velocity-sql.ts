import type { SlotValues, SqlCatalogue } from '#libs/postgres';
import type { EntityName, VelocityDefinition } from '#libs/scoring';

const microsecondsPerSecond = 1_000_000;

/** The statement of `sql/warehouse` that is compiled; its parameters are origin, from_stamp, until_stamp, epoch, earliest. */
export const velocityStatement = 'velocity/summarise_entity';

/** One entity's features in SQL: rows of `stamp` and a column for each name. */
export interface VelocityQuery {
  readonly entity: readonly EntityName[];
  /** The features that it computes: columns of its rows. */
  readonly names: readonly string[];
  /** What makes `velocityStatement` this query. */
  readonly slots: SlotValues;
}

/**
 * One definition of a feature: this is its form for SQL, the same text on Redshift, DuckDB and PostgreSQL. One query for
 * each entity or pair: one join that computes all windows. A pledge without a value of the entity has no row: unknown.
 *
 * @param catalogue the statements of `sql/warehouse`
 */
export function compileVelocityQueries(
  catalogue: SqlCatalogue,
  definitions: readonly VelocityDefinition[],
): VelocityQuery[] {
  const keys = [...new Set(definitions.map(entityKey))];
  return keys.map((key) => {
    const members = definitions.filter((definition) => entityKey(definition) === key);
    const [first] = members;
    if (first === undefined) throw new Error(`No definition is by ${key}.`);
    const { entity } = first;
    const each = (name: string): string[] => entity.map((one) => expression(catalogue, name, { entity: one }));
    return {
      entity,
      names: members.map(({ name }) => name),
      slots: {
        columns: each('select_entity').join(',\n    '),
        present: each('match_presence').join('\n    AND '),
        agreement: each('match_entity').join('\n  AND '),
        features: members.map((definition) => feature(catalogue, definition)).join(',\n  '),
        window: Math.max(...members.map(windowOf)),
      },
    };
  });
}

const entityKey = ({ entity }: VelocityDefinition): string => entity.join('+');

const windowOf = ({ windowSeconds }: VelocityDefinition): number => windowSeconds * microsecondsPerSecond;

const files = {
  count: 'count_observations',
  sum: 'sum_amounts',
  distinct: 'count_distinct',
  seconds_since: 'measure_seconds_since',
} as const;

function feature(catalogue: SqlCatalogue, definition: VelocityDefinition): string {
  const { name, aggregate, of } = definition;
  if (aggregate === 'distinct' && of === undefined) throw new Error(`${name} counts distinct values of nothing.`);
  const slots = { name, observed: observed(catalogue, definition), ...(of === undefined ? {} : { of }) };
  return expression(catalogue, files[aggregate], slots).replaceAll('\n', '\n  ');
}

function observed(catalogue: SqlCatalogue, definition: VelocityDefinition): string {
  const { kind, category } = definition;
  const window = windowOf(definition);
  const text =
    kind === 'pledge'
      ? expression(catalogue, 'match_pledge', { window })
      : expression(catalogue, 'match_kind', { window, kind: literal(kind) });
  if (category === undefined) return text;
  return expression(catalogue, 'match_category', { observed: text, category: literal(category) });
}

/** Names of the catalogue only: nothing that would have to be escaped. */
function literal(text: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(text)) throw new Error(`"${text}" is no name that a feature can be of.`);
  return `'${text}'`;
}

/** A part of a statement: its file without the header. */
function expression(catalogue: SqlCatalogue, name: string, slots: SlotValues): string {
  const { text } = catalogue.render(`velocity/${name}`, slots);
  return text
    .split('\n')
    .filter((line) => !line.startsWith('--'))
    .join('\n')
    .trim();
}

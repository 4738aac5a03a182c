import { join } from 'node:path';
import { projectRoot } from '#libs/config';
import { Database, SqlCatalogue } from '#libs/postgres';
import { entityNames, velocityCatalogue, type Entities, type EntityName } from '#libs/scoring';
import { compileVelocityQueries, velocityStatement, type VelocityQuery } from './velocity-sql.js';

export interface StampRange {
  readonly origin: string;
  /** Half-open. */
  readonly fromStamp: number;
  readonly untilStamp: number;
  /** What these pledges see beside their own origin; null: each pledge's own epoch. */
  readonly epoch: number | null;
  /** Not after any of these pledges' own times, µs. */
  readonly earliest: number;
}

export type Velocities = Readonly<Record<string, number>>;

/** A pledge as its windows are asked about; µs. It need be no observation itself. */
export interface StoredPoint {
  readonly origin: string;
  readonly stamp: number;
  readonly epoch: number | null;
  readonly windowEnd: number;
  readonly entities: Entities;
}

/** The velocity values of stored pledges, by the SQL form of the features on the services' own database. */
export class SqlVelocities {
  private readonly database: Database;
  private readonly queries: readonly VelocityQuery[];

  constructor(private readonly services: Database) {
    const catalogue = SqlCatalogue.load(join(projectRoot(), 'sql/warehouse'));
    this.database = new Database(services.pool, catalogue);
    this.queries = compileVelocityQueries(catalogue, velocityCatalogue);
  }

  /** The entities that any pledge of an origin has: for another no query need be asked. */
  async entitiesOf(origin: string): Promise<ReadonlySet<EntityName>> {
    const row = await this.services.one<Record<EntityName, boolean | null>>('import/find_entities', { origin });
    return new Set(entityNames.filter((name) => row[name] === true));
  }

  /** Of each of these pledges, in their order; a feature that is unknown is absent. */
  async ofAll(points: readonly StoredPoint[]): Promise<Velocities[]> {
    const values = points.map((): Record<string, number> => ({}));
    const asked = points.map(({ windowEnd, ...point }, place) => ({ ...point, place, window_end: windowEnd }));
    for (const query of this.queries) {
      const having = asked.filter(({ entities }) => query.entity.every((name) => entities[name] !== undefined));
      if (having.length === 0) continue;
      const rows = await this.services.rendered<Record<string, number | null>>(
        'velocity/summarise_points',
        query.slots,
        { points: JSON.stringify(having) },
      );
      for (const row of rows) takeKnown(values[row['place'] ?? 0] ?? {}, row, query.names);
    }
    return values;
  }

  /** By stamp; a feature that is unknown is absent. */
  async read(range: StampRange, entities: ReadonlySet<EntityName>): Promise<Map<number, Velocities>> {
    const values = new Map<number, Record<string, number>>();
    for (const query of this.queries.filter(({ entity }) => entity.every((name) => entities.has(name)))) {
      const rows = await this.database.rendered<Record<string, number | null>>(velocityStatement, query.slots, {
        origin: range.origin,
        from_stamp: range.fromStamp,
        until_stamp: range.untilStamp,
        epoch: range.epoch,
        earliest: range.earliest,
      });
      for (const row of rows) {
        const stamp = row['stamp'] ?? 0;
        const known = values.get(stamp) ?? {};
        values.set(stamp, known);
        takeKnown(known, row, query.names);
      }
    }
    return values;
  }
}

function takeKnown(
  known: Record<string, number>,
  row: Readonly<Record<string, number | null>>,
  names: readonly string[],
): void {
  for (const name of names) {
    const value = row[name];
    if (value !== null && value !== undefined) known[name] = value;
  }
}

import type { EntityName, FactDataThrough } from '#libs/contracts';
import type { SqlCatalogue } from '#libs/postgres';
import { checkSelect, type Warehouse } from '#libs/warehouse';
import type { AggregateFact } from '../aggregate/aggregate-line.js';
import { timestamp } from '../aggregate/signature.js';
import { factThrough, tablesBehind, type KnownThrough } from './fact-through.js';
import type { LoadedTables } from './loaded-tables.js';

interface Asked {
  /** Of the product's own log. */
  readonly log: Date;
  readonly now: Date;
  readonly published: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/** A fact that takes longer is known through nothing. */
const milliseconds = 120_000;

/** Finds out through when facts are loaded. */
export class FactFreshness {
  constructor(
    private readonly warehouse: Pick<Warehouse, 'query' | 'ask'>,
    private readonly catalogue: SqlCatalogue,
    private readonly loaded: () => Promise<LoadedTables>,
  ) {}

  async of(facts: readonly AggregateFact[], asked: Asked): Promise<FactDataThrough[]> {
    const entities = await this.warehouse.query<{ entity: EntityName; table_name: string }>('entity/list_sources');
    const known: KnownThrough = {
      ...(await this.loaded()),
      log: asked.log,
      entities: new Map(entities.rows.map(({ entity, table_name }) => [entity, table_name])),
    };
    const found: FactDataThrough[] = [];
    for (const fact of facts) {
      const tables = tablesBehind(fact.select.relations, known);
      const isLoadedElsewhere = [...tables.values()].includes(undefined);
      found.push(factThrough(fact, tables, isLoadedElsewhere ? await this.latestRow(fact, asked) : null));
    }
    return found;
  }

  private async latestRow({ key, select }: AggregateFact, { now, published, signal }: Asked): Promise<Date | null> {
    const { text } = this.catalogue.render('metric/find_latest_row', { fact: select.text });
    const asked = await checkSelect(text, { published, pointer: '', refusal: `The fact ${key} cannot be read` });
    const { rows } = await this.warehouse.ask(asked, [timestamp(now)], { rows: 1, milliseconds, signal });
    const latest = rows[0]?.[0];
    // It is in, and so is everything before it.
    return latest instanceof Date ? new Date(latest.getTime() + 1) : null;
  }
}

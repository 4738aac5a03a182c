import type { SlotValues, SqlCatalogue, Statement } from '#libs/postgres';
import { geoViewSlots } from './geo-views.js';
import type { OnQuery } from './warehouse.js';

/** The texts of one engine: its own below `engines/<engine>/`, and the shared ones; each is told of before it first runs. */
export class StatementBook {
  private readonly told = new Set<string>();
  private readonly names: ReadonlySet<string>;

  constructor(
    /** Of `sql/warehouse`. */
    private readonly catalogue: SqlCatalogue,
    private readonly engine: 'duckdb' | 'postgres' | 'redshift',
    private readonly onQuery: OnQuery | undefined,
  ) {
    this.names = new Set(catalogue.names());
  }

  statement(name: string, slots?: SlotValues): Statement {
    const own = `engines/${this.engine}/${name}`;
    const found = this.names.has(own) ? own : name;
    const geographic = geoViewSlots(this, name);
    const filled = geographic === undefined ? slots : { ...slots, ...geographic };
    return filled === undefined ? this.catalogue.statement(found) : this.catalogue.render(found, filled);
  }

  /** The names that begin with a folder (`schema/`), an engine's own and shared ones together, in the order of the alphabet. */
  below(folder: string): string[] {
    const own = `engines/${this.engine}/`;
    const all = [...this.names].map((name) => (name.startsWith(own) ? name.slice(own.length) : name));
    return [...new Set(all.filter((name) => name.startsWith(folder)))].toSorted();
  }

  async tell({ hash, name, text }: Statement): Promise<void> {
    if (this.onQuery === undefined || this.told.has(hash)) return;
    await this.onQuery({ hash, name, text });
    this.told.add(hash);
  }
}

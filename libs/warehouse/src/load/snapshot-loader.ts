import type { BucketObject, ClosedBatch, Column, Snapshot } from '#libs/contracts';
import { columnDefinitions, columnList, qualified, quoted, sqlType } from '../sql-text.js';
import type { CopyColumn, WarehouseSession } from '../warehouse.js';
import { replaceEntity } from './entity.js';
import type { QuarantinedLine } from './object-repair.js';
import { schemaChange, type SchemaChange } from './schema-change.js';

const staged = 'staged_snapshot';

/** The warehouse's name of a company's table. */
export const snapshotTable = ({ source, table }: Pick<Snapshot, 'source' | 'table'>): string =>
  `snapshot.${source.replaceAll('-', '_')}_${table}`;

/**
 * Puts a company's table, as it was on a day, in the place of what was known of that day. What contradicts the table as
 * it is (a type that holds not both, a key that is not one) changes nothing and is told as a quarantined object.
 */
export class SnapshotLoader {
  columns({ snapshot }: ClosedBatch): readonly CopyColumn[] {
    const { columns = [], key = [] } = snapshot ?? {};
    return columns.map(({ name, type }) => ({ name, type, required: key.includes(name) }));
  }

  /** @returns the objects that contradict the table: all of the batch, or none. */
  async load(
    session: WarehouseSession,
    batch: ClosedBatch,
    snapshot: Snapshot,
    objects: readonly BucketObject[],
    loadedAt: Date,
  ): Promise<readonly QuarantinedLine[]> {
    const table = snapshotTable(snapshot);
    const refuse = (rule: string, text: string): QuarantinedLine[] => [
      { object: objects[0]?.object ?? table, line: 0, rule, text },
    ];
    const { rows: known } = await session.query<Column>('snapshot/list_columns', { table_name: table });
    const change = schemaChange(known, snapshot.columns);
    if (change.conflicts.length > 0)
      return refuse(
        'type_conflict',
        change.conflicts.map(({ name, from, to }) => `${name}: ${from} became ${to}`).join('; '),
      );
    await this.stage(session, batch, snapshot, objects);
    if (snapshot.key.length > 0 && (await this.repeats(session, snapshot.key)) > 0)
      return refuse('key', `${snapshot.key.join(', ')} is not a key: some rows share one`);
    if (known.length === 0) await session.query('snapshot/create_table', {}, { table: qualified(table) });
    await this.evolve(session, table, change, loadedAt);
    await this.replaceDay(session, table, snapshot);
    const refusal =
      snapshot.entity === null ? undefined : await replaceEntity(session, table, snapshot, snapshot.entity);
    await session.query('snapshot/insert_load', {
      table_name: table,
      snapshot_on: snapshot.day,
      mode: snapshot.mode,
      batch: batch.batch,
      loaded_rows: objects.reduce((sum, one) => sum + one.rows, 0),
      loaded_at: loadedAt,
    });
    await this.retain(session, table, snapshot);
    return refusal === undefined ? [] : refuse(refusal.rule, refusal.text);
  }

  private async stage(
    session: WarehouseSession,
    batch: ClosedBatch,
    snapshot: Snapshot,
    objects: readonly BucketObject[],
  ): Promise<void> {
    await session.query('snapshot/drop_staged');
    await session.query('staging/create_staged', {}, { table: staged, columns: columnDefinitions(snapshot.columns) });
    await session.copy(
      { table: staged, columns: this.columns(batch) },
      objects.map(({ object }) => object),
    );
  }

  private async repeats(session: WarehouseSession, key: readonly string[]): Promise<number> {
    const { rows } = await session.query<{ repeated: number }>(
      'snapshot/count_repeated_keys',
      {},
      { key: columnList(key) },
    );
    return rows[0]?.repeated ?? 0;
  }

  private async evolve(
    session: WarehouseSession,
    table: string,
    { added, widened }: SchemaChange,
    at: Date,
  ): Promise<void> {
    for (const { name, type } of added) {
      const slots = { table: qualified(table), column: name, type: sqlType(type) };
      await session.query('snapshot/add_column', {}, slots);
      await session.query('snapshot/insert_column', { table_name: table, name, type, added_at: at });
    }
    for (const { name, type } of widened) {
      const slots = { table: qualified(table), column: name, wider: `${name}__wider`, type: sqlType(type) };
      for (const step of session.steps('snapshot/widen/')) await session.query(step, {}, slots);
      await session.query('snapshot/update_column', { table_name: table, name, type });
    }
  }

  /** A delta stands on the snapshot before: what it does not replace is carried over. */
  private async replaceDay(session: WarehouseSession, table: string, snapshot: Snapshot): Promise<void> {
    const day = { snapshot_on: snapshot.day };
    const names = snapshot.columns.map(({ name }) => name);
    const slots = { table: qualified(table), columns: columnList(names) };
    await session.query('snapshot/delete_day', day, { table: slots.table });
    await session.query('snapshot/insert_day', day, slots);
    if (snapshot.mode === 'full') return;
    const { rows: columns } = await session.query<Column>('snapshot/list_columns', { table_name: table });
    const all = columns.map(({ name }) => name);
    await session.query('snapshot/carry_over', day, {
      table: slots.table,
      columns: columnList(all),
      carried: all.map((name) => `  earlier.${quoted(name)} AS ${quoted(name)}`).join(',\n'),
      agreement: snapshot.key.map((name) => `earlier.${quoted(name)} = ${staged}.${quoted(name)}`).join('\n  AND '),
      absent: `${staged}.${quoted(snapshot.key[0] ?? '')}`,
    });
  }

  private async retain(session: WarehouseSession, table: string, { day, retention_days }: Snapshot): Promise<void> {
    const before = new Date(Date.parse(day) - retention_days * 86_400_000).toISOString().slice(0, 10);
    await session.query('snapshot/delete_old_days', { before }, { table: qualified(table) });
    await session.query('snapshot/delete_old_loads', { table_name: table, before });
  }
}

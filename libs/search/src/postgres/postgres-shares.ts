import { historyLimits, type HistoryShare } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import type { HistoryCount, HistoryFilter, SharedValue } from '../history.js';

interface SharerRow {
  readonly value: string;
  /** Null: documents of nobody. */
  readonly actor: string | null;
  readonly items: number;
  readonly flagged: number;
  readonly last_time: Date;
  readonly all_items: number;
  readonly others: number;
}

/** Who else has the values that an entity's documents have. */
export async function postgresShares(
  transaction: Transaction,
  { generation, arrival }: { readonly generation: number; readonly arrival: number },
  entity: HistoryFilter,
  own: readonly (readonly [HistoryShare, readonly HistoryCount[]])[],
): Promise<SharedValue[]> {
  const shared: SharedValue[] = [];
  for (const [by, counts] of own) {
    if (counts.length === 0) continue;
    const rows = await transaction.rendered<SharerRow>(
      'history/list_sharers',
      { field: by, type: by === 'ip' ? 'inet' : 'text' },
      {
        generation,
        arrival,
        live: entity.live,
        from_time: new Date(entity.from),
        to_time: new Date(entity.to),
        values: counts.map(({ value }) => value),
        actors: entity.actors ?? null,
        ip_first: entity.ip?.first ?? null,
        ip_last: entity.ip?.last ?? null,
        device: entity.fields?.device ?? null,
        card: entity.fields?.card ?? null,
        email: entity.fields?.email ?? null,
        project: entity.fields?.project ?? null,
        pledge: entity.fields?.pledge ?? null,
        row_limit: historyLimits.sharers,
      },
    );
    for (const { value, items } of counts) {
      const sharers = rows.filter((row) => row.value === value);
      const [first] = sharers;
      if (first !== undefined) shared.push(sharedValue(by, value, items, sharers, first));
    }
  }
  return shared;
}

const sharedValue = (
  by: HistoryShare,
  value: string,
  own: number,
  rows: readonly SharerRow[],
  { all_items, others }: SharerRow,
): SharedValue => ({
  by,
  value,
  own,
  items: all_items,
  others,
  sharers: rows.flatMap(({ actor, items, flagged, last_time }) =>
    actor === null ? [] : [{ id: actor, items, flagged, lastTime: last_time.getTime() }],
  ),
});

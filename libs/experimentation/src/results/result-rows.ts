import type { LookView, Readout } from '#libs/contracts';
import type { WarehouseValues } from '#libs/warehouse';
import { timestamp } from '../aggregate/signature.js';
import { readoutRows } from './readout-rows.js';

/** What the table has by another name than the CSV: there it would be a word of SQL, or say too little. */
const renamed: Readonly<Record<string, string>> = {
  primary: 'is_primary',
  relative: 'lift',
  relative_lower: 'lift_lower',
  relative_upper: 'lift_upper',
  adjusted_relative: 'adjusted_lift',
  adjusted_relative_lower: 'adjusted_lift_lower',
  adjusted_relative_upper: 'adjusted_lift_upper',
  uncapped_relative: 'uncapped_lift',
  uncapped_relative_lower: 'uncapped_lift_lower',
  uncapped_relative_upper: 'uncapped_lift_upper',
  query: 'query_hash',
};

/**
 * A readout as rows of the warehouse's `experiment_result`, one a variant of each line.
 *
 * @param look what the readout was seen at; null for that of a refresh
 */
export function resultRows(readout: Readout, look: LookView | null): WarehouseValues[] {
  const { columns, rows } = readoutRows(readout);
  const names = columns.map((name) => renamed[name] ?? name);
  return rows.map((cells) => {
    // Through when facts are loaded is told with the readout: the table has its own time.
    const { facts_through: _, ...row } = Object.fromEntries(
      names.map((name, index) => [name, valueOf(cells[index])]),
    ) as WarehouseValues;
    return {
      ...row,
      look: look?.number ?? null,
      look_kind: look?.kind ?? null,
      refreshed_at: timestamp(new Date(readout.refreshed_at)),
      data_through: timestamp(new Date(readout.data_through)),
      ...lookCells(look, row),
      decision: (look?.decision ?? readout.plan?.decision)?.kind ?? null,
    };
  });
}

/** What the plan's procedure said of the variant, once it has: of the one line that it is about. */
function lookCells(look: LookView | null, { is_primary, variant }: WarehouseValues): WarehouseValues {
  const said = look?.comparisons.find((one) => one.variant === variant);
  const found = said === undefined || 'kind' in said || is_primary !== true ? undefined : said;
  return {
    look_stage: found?.stage ?? null,
    look_estimate: found?.median_unbiased ?? found?.estimate ?? null,
    look_lower: found?.interval?.lower ?? null,
    look_upper: found?.interval?.upper ?? null,
    look_p_value: found?.p_value ?? null,
  };
}

/** An end of an interval that is infinite is none. */
const valueOf = (cell: unknown): unknown => (typeof cell === 'number' && !Number.isFinite(cell) ? null : cell);

import type { SlotValues, SqlCatalogue } from '#libs/postgres';
import { joined, part } from './part.js';

/** The statement of `sql/warehouse` that is compiled. */
export const pathStatement = 'path/summarise_paths';

/**
 * What makes `pathStatement` one for paths of so many steps.
 *
 * @param catalogue the statements of `sql/warehouse`
 * @param steps 1 to 5
 */
export function compilePaths(catalogue: SqlCatalogue, steps: number): SlotValues {
  const numbers = Array.from({ length: steps }, (_, index) => index + 1);
  const each = (name: string, slots: SlotValues = {}): string[] =>
    numbers.map((step) => part(catalogue, `path/part/${name}`, { step, before: step - 1, ...slots }));
  const unbroken = each('match_wait');
  const kept = numbers.map((step) =>
    part(catalogue, 'path/part/keep_step', { step, unbroken: joined(unbroken.slice(0, step), ' AND', 4) }),
  );
  const columns = (relation: string, depth: number): string => joined(each('name_step', { relation }), ',', depth);
  return {
    steps,
    leads: joined(each('lead_step'), ',', 4),
    waits: joined(each('measure_wait'), ',', 4),
    kept: joined(kept, ',', 4),
    path_columns: columns('path', 4),
    choices: joined(each('choose_wait'), '', 8),
    timed_columns: columns('timed', 4),
    shown: joined(each('show_step'), ',', 2),
    quantiles: joined(each('show_quantiles'), ',', 2),
    measured_columns: columns('measured', 2),
  };
}

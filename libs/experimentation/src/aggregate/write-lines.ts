import type { WarehouseSession } from '#libs/warehouse';
import type { AggregateLine } from './aggregate-line.js';
import { componentOf, placesOf, type Block } from './components.js';

/** Says of each line where the rows of units have it: for everybody who asks for its values. */
export async function writeLines(
  session: WarehouseSession,
  experiment: string,
  lines: readonly AggregateLine[],
  blocks: readonly Block[],
): Promise<void> {
  for (const relation of ['experiment_line', 'experiment_place'])
    await session.query('aggregate/delete_rows', { experiment }, { relation });
  for (const [index, line] of lines.entries()) {
    if (line.isBeside) continue;
    const { metric, version, reading, windowDays, isShare, cap, numerator, denominator } = line;
    const own = { experiment, line: index + 1 };
    await session.query('aggregate/insert_line', {
      ...own,
      metric,
      version,
      reading,
      window_days: windowDays,
      cap: isShare ? '1' : cap,
      is_ratio: denominator !== null,
      has_covariate: line.covariateDays > 0,
    });
    for (const measured of denominator === null ? [numerator] : [numerator, denominator])
      for (const is_before of [false, true])
        for (const place of placesOf(blocks, componentOf(measured, line), is_before))
          await session.query('aggregate/insert_place', {
            ...own,
            is_denominator: measured === denominator,
            is_before,
            ...place,
          });
  }
}

import type { SlotValues, SqlCatalogue } from '#libs/postgres';
import { joined, part } from './part.js';

/** The statement of `sql/warehouse` that is compiled. */
export const funnelStatement = 'funnel/summarise_steps';

/**
 * What makes `funnelStatement` one for a funnel of so many steps.
 *
 * @param catalogue the statements of `sql/warehouse`
 * @param steps 2 to 8
 */
export function compileFunnel(catalogue: SqlCatalogue, steps: number): SlotValues {
  const numbers = Array.from({ length: steps }, (_, index) => index + 1);
  const found = (level: number): string[] =>
    numbers.slice(0, level).map((step) => part(catalogue, 'funnel/part/carry_begun', { level, step }));
  const levels = numbers.slice(1).map((step) =>
    part(catalogue, 'funnel/part/advance_level', {
      step,
      before: step - 1,
      carried: joined(found(step - 1), ',', 4),
    }),
  );
  const choices = numbers.map((step) => part(catalogue, 'funnel/part/choose_begun', { step, level: steps }));
  return { steps, levels: levels.join(',\n\n'), choices: joined(choices, '', 6) };
}

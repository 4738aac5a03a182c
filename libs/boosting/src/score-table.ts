import { calibrationOf } from './calibration.js';
import type { Machine } from './machine.js';
import type { Table } from './table.js';

/**
 * Calibrated log-odds of rows that are in the machine's own bins: the numbers that an evaluator gives of their values, bit
 * for bit, since the terms are added in the same order.
 */
export function scoreTable(machine: Machine, table: Table): Float64Array {
  const places = new Map(machine.shapes.map(({ name }, place) => [name, table.columns[place]!]));
  const scores = new Float64Array(table.rows).fill(machine.intercept);
  for (const shape of machine.shapes) {
    const column = places.get(shape.name)!;
    for (let row = 0; row < table.rows; row++) scores[row]! += shape.scores[column[row]!]!;
  }
  for (const pair of machine.pairs) {
    const [first, second] = [places.get(pair.first)!, places.get(pair.second)!];
    for (let row = 0; row < table.rows; row++)
      scores[row]! += pair.scores[pair.firstLines[first[row]!]!]![pair.secondLines[second[row]!]!]!;
  }
  return scores.map(calibrationOf(machine.calibration));
}

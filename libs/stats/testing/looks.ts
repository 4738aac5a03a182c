import { sequentialDesign } from '../src/group-sequential/design.js';
import type { SequentialDesign, SequentialPlan } from '../src/group-sequential/design.js';
import { sure } from './sure.js';

/** The plan of the published bounds. */
export const PLAN: SequentialPlan = { alpha: 0.05, sides: 2, spending: 'obrien_fleming' };

export const equalLooks = (count: number): number[] => Array.from({ length: count }, (_, index) => (index + 1) / count);

export const designOf = (fractions: readonly number[], plan: Partial<SequentialPlan> = {}): SequentialDesign =>
  sure(sequentialDesign({ ...PLAN, ...plan }, fractions));

/** A design with these bounds whatever they spend, as the tests before spending functions had them. */
export const constantBounds = (bounds: readonly number[]): SequentialDesign => ({
  kind: 'group_sequential',
  ...PLAN,
  looks: bounds.map((bound, index) => ({ fraction: (index + 1) / bounds.length, spent: 0.05, bound, nominalLevel: 0 })),
});

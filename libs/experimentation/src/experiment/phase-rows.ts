import type { Transaction } from '#libs/postgres';
import type { Experiment } from './experiment.js';
import type { PhaseChange } from './phases.js';

/** A change as `experiment/find_experiment` has it. */
export interface PhaseRow extends Pick<PhaseChange, 'why' | 'flag' | 'weights'> {
  readonly from: string;
  readonly weights_before: PhaseChange['weightsBefore'];
}

export const phaseChangeOf = ({ from, weights_before: weightsBefore, ...one }: PhaseRow): PhaseChange => ({
  ...one,
  from: new Date(from),
  weightsBefore,
});

/** Those that are there already stay as they are. */
export async function insertWeightsPhases(
  transaction: Transaction,
  { key, phaseChanges }: Pick<Experiment, 'key' | 'phaseChanges'>,
): Promise<void> {
  for (const { from, why, weightsBefore, weights } of phaseChanges)
    if (why === 'weights')
      await transaction.query('experiment/insert_weights_phase', {
        experiment_key: key,
        began_at: from,
        weights_before: JSON.stringify(weightsBefore),
        weights: JSON.stringify(weights),
      });
}

import type { Warning } from '#libs/contracts';
import { VerdictError } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import { checkValues } from '../flag/check-values.js';
import { requireExclusions } from '../exclusion/chosen-exclusions.js';
import { checkMembers } from '../holdout/check-members.js';
import { checkRoom } from '../layer/check-room.js';
import { chosenMetrics, requireReadable } from '../metric/chosen-metrics.js';
import { checkAdjustment } from './check-adjustment.js';
import { checkSalt } from './check-salt.js';
import type { Experiment } from './experiment.js';
import type { ExperimentReview } from './experiment-review.js';

type Check = (experiment: Experiment, transaction: Transaction) => Promise<void>;

/** Facts and metrics may have changed since the draft was written. */
const checkMetrics: Check = async ({ metrics, unit, plan }, transaction) => {
  const chosen = await chosenMetrics(transaction, metrics);
  requireReadable(metrics, unit, chosen);
  if (plan !== null) checkAdjustment(plan, chosen);
};

const checks: readonly (readonly [string, Check])[] = [
  ['metrics', checkMetrics],
  ['exclusions', (experiment, transaction) => requireExclusions(transaction, experiment)],
  ['unique_salt', checkSalt],
  ['layer_room', checkRoom],
  ['members', (experiment, transaction) => checkMembers(experiment, transaction)],
  ['value_for_each_variant', checkValues],
];

/** Whether there is room for an experiment beside all others. @throws VerdictError `conflict` or `invalid`, saying what is not */
export async function checkStart(experiment: Experiment, transaction: Transaction): Promise<void> {
  for (const [, check] of checks) await check(experiment, transaction);
}

/** All that would refuse a start as things are now: before a time that lies ahead it can be mended. */
export async function startWarnings(
  experiment: Experiment,
  review: ExperimentReview,
  transaction: Transaction,
): Promise<Warning[]> {
  const all: typeof checks = [['approval', (one, within) => review.requireApproval(one, within)], ...checks];
  const warnings: Warning[] = [];
  for (const [rule, check] of all) {
    try {
      await check(experiment, transaction);
    } catch (error) {
      if (!(error instanceof VerdictError) || error.kind === 'unavailable') throw error;
      warnings.push({ pointer: '/start_at', rule, detail: `it would be refused as things are now: ${error.message}` });
    }
  }
  return warnings;
}

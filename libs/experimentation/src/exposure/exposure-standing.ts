import { assign, type AssignmentReason, type CompiledExperiment } from '#libs/bucketing';
import type { Exposure } from '#libs/contracts';
import type { Snapshot } from '../snapshot/snapshot.js';

/** What an exposure is to the experiments as they are: what is forced or held out is kept, and no analysis counts it. */
export type Standing = 'counts' | 'forced' | 'held_out' | 'unknown_experiment' | 'unknown_variant' | 'wrong_unit';

type Known = Pick<Snapshot, 'compiled' | 'units' | 'variants'>;

/** Units that are held out or on which a variant is forced are left out, whatever their sender says. */
export function standingOf({ experiment: key, variant, unit }: Exposure, known: Known): Standing {
  const experiment = known.compiled.experiments.get(key);
  if (experiment === undefined) return 'unknown_experiment';
  if (known.units.get(key)?.has(unit.type) !== true) return 'wrong_unit';
  if (known.variants.get(key)?.has(variant) !== true) return 'unknown_variant';
  const reason = reasonOf(experiment, unit);
  return reason === 'forced' || reason === 'held_out' ? reason : 'counts';
}

/**
 * Who meets an experiment meets its holdouts, held out or in: these are exposures too, at the same time. None for a unit
 * on which a variant was forced.
 */
export function holdoutExposures(exposure: Exposure, { compiled }: Pick<Known, 'compiled'>): Exposure[] {
  const { unit, time, in_analysis } = exposure;
  const experiment = compiled.experiments.get(exposure.experiment);
  if (experiment === undefined || experiment.holdouts.length === 0 || experiment.unit !== unit.type) return [];
  const reason = reasonOf(experiment, unit);
  if (reason === 'forced' || (in_analysis === false && reason !== 'held_out')) return [];
  return experiment.holdouts.flatMap((key) => {
    const holdout = compiled.experiments.get(key);
    const variant = holdout === undefined ? null : assign(holdout, unit.id).variant;
    return variant === null ? [] : [{ experiment: key, variant, unit, ...(time === undefined ? {} : { time }) }];
  });
}

/** Why the unit does not get as far as its hash; undefined where it does. */
function reasonOf(experiment: CompiledExperiment, unit: Exposure['unit']): AssignmentReason | undefined {
  if (experiment.gate === null || experiment.unit !== unit.type) return undefined;
  return experiment.gate(unit.id)?.reason;
}

import { conflict, type FieldProblem } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import type { Experiment } from '../experiment/experiment.js';
import { holderOf, listParts, overlaps, type StoredPart } from './layer-part.js';

type Asking = Pick<Experiment, 'key' | 'unit' | 'layer'>;

/**
 * Whether the part that an experiment names is free: nobody else's experiment holds any of it, by itself or in a flag,
 * and all of the layer is divided by the experiment's own units. The caller holds the configuration's lock.
 * @throws VerdictError `conflict` naming who holds it
 */
export async function checkRoom(experiment: Asking, transaction: Transaction): Promise<void> {
  const [problem] = roomProblems(experiment, await listParts(transaction));
  if (problem !== undefined) throw conflict(`There is no room for ${experiment.key}: ${problem.detail}.`, [problem]);
}

/** What keeps an experiment out of its part. A rule that is no experiment may share it. */
function roomProblems({ key, unit, layer }: Asking, parts: readonly StoredPart[]): FieldProblem[] {
  if (layer === null) return [];
  return parts
    .filter((part) => part.layer === layer.key && part.held && !(part.experiment === key && part.flag === null))
    .flatMap((part): FieldProblem[] => {
      if (part.attribute !== unit) {
        const detail = `${holderOf(part)} divides the layer ${layer.key} by ${part.attribute}, not ${unit}`;
        return [{ pointer: '/layer/key', rule: 'layer_attribute', detail }];
      }
      if (part.experiment === null || !overlaps(layer, part)) return [];
      if (part.experiment === key) {
        const detail = `${holderOf(part)} has a part of it already: take it out of the rule, the experiment's own counts`;
        return [{ pointer: '/layer', rule: 'layer_of_the_experiment', detail }];
      }
      const detail = `${part.from} to ${part.to} of the layer ${layer.key} is held by ${holderOf(part)}`;
      return [{ pointer: '/layer', rule: 'layer_overlap', detail }];
    });
}

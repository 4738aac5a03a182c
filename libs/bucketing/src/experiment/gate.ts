import type { Assignment } from './answer.js';
import type { ExperimentDefinition, ExperimentState, HoldoutGate, LayerPart } from './definition.js';
import { positionOf, seedHash } from '../hash/hash.js';
import type { SeededHash } from '../hash/hash.js';

/** What a unit gets before its variant is asked for; null: it goes on. */
export type Gate = (unitId: string) => Assignment | null;

interface GateAnswers {
  /** By key of the variant. */
  readonly forced: ReadonlyMap<string, Assignment>;
  readonly heldOut: Assignment;
  readonly notInLayer: Assignment;
}

/** The seed of a layer is its own, so that a part of it says nothing about the variants within. */
export const layerSeed = (key: string): string => `layer:${key}`;

/** Variants are tried out until the experiment has ended; from then on everybody gets the same. */
export const canForce = ({ state, holdout }: Pick<ExperimentDefinition, 'state' | 'holdout'>): boolean =>
  state !== 'stopped' && state !== 'decided' && holdout !== true;

/** Units are held out of what is served by the hash, and of what was decided; all else gives the baseline anyway. */
export const holdsOut = (state: ExperimentState): boolean =>
  state === 'running' || state === 'closed' || state === 'decided';

/** What is forced, then holdouts, then the layer; null where the experiment has none of them. */
export function compileGate(definition: ExperimentDefinition, answers: GateAnswers): Gate | null {
  const { state, forced = {}, holdouts = [], layer } = definition;
  const units = new Map(
    Object.entries(forced).flatMap(([unit, variant]) => {
      const answer = answers.forced.get(variant);
      return answer === undefined ? [] : [[unit, answer] as const];
    }),
  );
  const shares = holdsOut(state) ? holdouts.map(holdoutOf) : [];
  const part = state === 'running' || state === 'closed' ? layer : undefined;
  if (units.size === 0 && shares.length === 0 && part === undefined) return null;
  const outside = part === undefined ? () => false : outsideOf(part);
  return (unitId) => {
    const asked = units.get(unitId);
    if (asked !== undefined) return asked;
    for (const { hash, share } of shares) if (positionOf(hash, unitId) < share) return answers.heldOut;
    return outside(unitId) ? answers.notInLayer : null;
  };
}

const holdoutOf = ({ salt, share }: HoldoutGate): { hash: SeededHash; share: number } => ({
  hash: seedHash(salt, 2),
  share,
});

function outsideOf({ key, from, to }: LayerPart): (unitId: string) => boolean {
  const hash = seedHash(layerSeed(key), 2);
  return (unitId) => {
    const position = positionOf(hash, unitId);
    return position < from || position >= to;
  };
}

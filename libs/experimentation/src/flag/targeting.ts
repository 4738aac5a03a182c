import { layerSeed, type FilterDefinition, type FlagRuleDefinition, type LayerPart } from '#libs/bucketing';
import type { FlagPrerequisite, FlagRule } from '#libs/contracts';

/** Who is meant by a rule, whatever it gives them. */
export function targetingOf({ id, condition, prerequisites, layer }: FlagRule): FlagRuleDefinition {
  return {
    id,
    ...(condition === undefined ? {} : { condition }),
    ...(prerequisites === undefined ? {} : { parentConditions: prerequisites.map(parentOf) }),
    ...(layer === undefined ? {} : { filters: [filterOf(layer, layer.attribute)] }),
  };
}

export const parentOf = ({ flag, condition }: FlagPrerequisite) => ({
  id: flag,
  condition: condition ?? { value: true },
});

/** Keeps out whoever is in another part of the layer. */
export const filterOf = ({ key, from, to }: LayerPart, attribute: string): FilterDefinition => ({
  seed: layerSeed(key),
  hashVersion: 2,
  attribute,
  ranges: [[from, to]],
});

import type { ConditionDefinition, SavedGroups } from '../condition/condition.js';
import { compileCondition } from '../condition/compile-condition.js';
import { compileSavedGroups } from '../condition/saved-group.js';
import { compileFlag } from './compile-flag.js';
import type { CompiledFlag } from './compile-flag.js';
import type { PayloadDefinition } from './definition.js';

/** Flags and saved groups at one version: immutable. */
export interface CompiledPayload {
  readonly flags: ReadonlyMap<string, CompiledFlag>;
  readonly groups: SavedGroups;
}

/** Prepares a payload. Never throws: a flag that is wrong gives its default, and takes no other with it. */
export function compilePayload(definition: PayloadDefinition): CompiledPayload {
  const { features = {}, savedGroups = {}, contextualBandits = {} } = definition;
  return Object.freeze({
    flags: new Map(Object.entries(features).map(([key, one]) => [key, compileFlag(key, one, contextualBandits)])),
    groups: compileSavedGroups(savedGroups),
  });
}

/** Whether a subject meets a condition that may name the payload's groups. */
export const meetsCondition = (
  condition: ConditionDefinition,
  attributes: unknown,
  { groups }: Pick<CompiledPayload, 'groups'>,
): boolean => compileCondition(condition)(attributes, groups);

import { isObject } from './coerce.js';
import { compileCondition } from './compile-condition.js';
import type { Condition, SavedGroup, SavedGroupDefinition, SavedGroups } from './condition.js';

/** Groups that one condition may enter, one after another or within one another; hostile ones name each other n! times. */
const MOST_ENTERED = 1_000;

/** Prepares all groups. */
export function compileSavedGroups(definitions: Readonly<Record<string, SavedGroupDefinition>>): SavedGroups {
  return new CompiledGroups(
    new Map(Object.entries(definitions).map(([id, definition]) => [id, compileSavedGroup(definition)])),
  );
}

function compileSavedGroup(definition: SavedGroupDefinition): SavedGroup {
  if (isList(definition)) return { typed: false, values: new Set(definition) };
  if (!isObject(definition)) return { typed: false };
  if (definition.type === 'condition') return { typed: true, condition: compileCondition(definition.condition) };
  if (definition.type !== 'list' || !Array.isArray(definition.values)) return { typed: false };
  const { attributeKey, values } = definition;
  const attribute = typeof attributeKey === 'string' ? { attribute: attributeKey.split('.') } : {};
  return { typed: true, values: new Set(values), ...attribute };
}

const isList = (definition: unknown): definition is readonly unknown[] => Array.isArray(definition);

/** Evaluation is synchronous, so one set of the groups that are being evaluated will do for all of it. */
class CompiledGroups implements SavedGroups {
  private readonly within = new Set<string>();
  private entered = 0;

  constructor(private readonly groups: ReadonlyMap<string, SavedGroup>) {}

  get(id: string): SavedGroup | undefined {
    return this.groups.get(id);
  }

  meets(id: string, condition: Condition, subject: unknown): boolean {
    if (this.within.size === 0) this.entered = 0;
    this.entered += 1;
    if (this.within.has(id) || this.entered > MOST_ENTERED) return false;
    this.within.add(id);
    const met = condition(subject, this);
    this.within.delete(id);
    return met;
  }
}

import type { SavedGroupDefinition } from '#libs/bucketing';

type Groups = Readonly<Record<string, SavedGroupDefinition>>;

interface Names {
  /** Named where only values matter: `$inGroup`, `$notInGroup`. */
  readonly values: Set<string>;
  /** Named as a whole: `$savedGroup`. */
  readonly whole: Set<string>;
}

/**
 * The groups that conditions name, by themselves or through one another; a page learns of no other. A list that only its
 * values are asked of goes as bare values, which SDKs understood before they knew any other kind.
 */
export function groupsSent(conditions: unknown, groups: Groups): Groups {
  const names: Names = { values: new Set(), whole: new Set() };
  const sent = new Set<string>();
  const open: unknown[] = [conditions];
  while (open.length > 0) {
    collect(open.pop(), names);
    for (const key of [...names.values, ...names.whole]) {
      if (sent.has(key) || !Object.hasOwn(groups, key)) continue;
      sent.add(key);
      open.push(groups[key]);
    }
  }
  return Object.fromEntries(
    Object.entries(groups).flatMap(([key, group]) =>
      sent.has(key) ? [[key, names.whole.has(key) ? group : valuesOf(group)] as const] : [],
    ),
  );
}

const valuesOf = (group: SavedGroupDefinition): SavedGroupDefinition =>
  'type' in group && group.type === 'list' ? group.values : group;

function collect(value: unknown, names: Names): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    if ((name === '$inGroup' || name === '$notInGroup') && typeof part === 'string') names.values.add(part);
    else if (name === '$savedGroup' && hasId(part)) names.whole.add(part.id);
    else collect(part, names);
  }
}

const hasId = (value: unknown): value is { readonly id: string } =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';

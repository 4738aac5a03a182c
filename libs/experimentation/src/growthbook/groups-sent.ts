import type { SavedGroupDefinition } from '#libs/bucketing';
import type { GroupNames } from '../flag/groups-named.js';

type Groups = Readonly<Record<string, SavedGroupDefinition>>;

/**
 * The groups that conditions name, by themselves or through one another; a page learns of no other. A list that only its
 * values are asked of goes as bare values, which SDKs understood before they knew any other kind.
 * @param names of the conditions; what groups name in turn is added
 */
export function groupsSent(names: GroupNames, groups: Groups): Groups {
  const sent = new Set<string>();
  for (let before = -1; before < sent.size;) {
    before = sent.size;
    for (const key of names.all) {
      if (sent.has(key)) continue;
      sent.add(key);
      if (Object.hasOwn(groups, key)) names.add(groups[key]);
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

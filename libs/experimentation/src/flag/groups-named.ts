/** Keys of the saved groups that are named anywhere in conditions, or in what holds conditions. */
export function groupsNamedIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    if ((name === '$inGroup' || name === '$notInGroup') && typeof part === 'string') return [part];
    if (name === '$savedGroup' && hasId(part)) return [part.id];
    return groupsNamedIn(part);
  });
}

const hasId = (value: unknown): value is { readonly id: string } =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';

/** Keys of saved groups, by how conditions name them. */
export class GroupNames {
  /** Named where only values matter: `$inGroup`, `$notInGroup`. */
  readonly values = new Set<string>();
  /** Named as a whole: `$savedGroup`. */
  readonly whole = new Set<string>();

  /** Those that are named anywhere in conditions, or in what holds conditions. */
  add(value: unknown): this {
    if (typeof value !== 'object' || value === null) return this;
    for (const [name, part] of Object.entries(value)) {
      if ((name === '$inGroup' || name === '$notInGroup') && typeof part === 'string') this.values.add(part);
      else if (name === '$savedGroup' && hasId(part)) this.whole.add(part.id);
      else this.add(part);
    }
    return this;
  }

  get all(): ReadonlySet<string> {
    return new Set([...this.values, ...this.whole]);
  }
}

export const groupsNamedIn = (value: unknown): ReadonlySet<string> => new GroupNames().add(value).all;

const hasId = (value: unknown): value is { readonly id: string } =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';

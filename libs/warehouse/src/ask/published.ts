import { join } from 'node:path';
import { projectRoot } from '#libs/config';
import { SqlCatalogue, type Transaction } from '#libs/postgres';

/** A relation of the company's that an admin has published. */
export interface Publication {
  readonly relation: string;
  readonly published_by: string;
  readonly published_at: Date;
}

const folder = 'published/';
let known: readonly string[] | undefined;

/** The product's own views that anybody may ask about: one a file of `sql/warehouse/published`. */
export function ownViews(): readonly string[] {
  known ??= SqlCatalogue.load(join(projectRoot(), 'sql/warehouse'))
    .names()
    .filter((name) => name.startsWith(folder) && /^[a-z_]+$/.test(name.slice(folder.length)))
    .map((name) => `published.${name.slice(folder.length)}`);
  return known;
}

export const listPublications = (database: Transaction): Promise<Publication[]> =>
  database.query<Publication>('publication/list_publications');

/** Everything that people's SQL may name: questions and facts. */
export async function publishedRelations(database: Transaction): Promise<ReadonlySet<string>> {
  const relations = (await listPublications(database)).map(({ relation }) => relation);
  return new Set([...ownViews(), ...relations]);
}

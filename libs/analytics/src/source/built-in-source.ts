import { sourceSchema, sourceTableSchema, type SourceBody, type SourceTableBody } from '#libs/contracts';

/** The product's own facts as a source: what a company told over HTTP is its projects, backers and rates until it maps tables of its own. */
export const builtInKey = 'verdict';

export const builtInSource: SourceBody = sourceSchema.parse({
  kind: 'postgres',
  description: 'What was told over HTTP: projects, backers and rates of currencies.',
});

const daily = { at_hour: 1, retention_days: 30 };

export const builtInTables: Readonly<Record<string, SourceTableBody>> = {
  project_fact: sourceTableSchema.parse({
    ...daily,
    key: ['project_id'],
    entity: {
      name: 'project',
      map: {
        project_id: 'project_id',
        creator_id: 'creator_id',
        currency: 'currency',
        goal: 'goal',
        launched_at: 'launched_at',
        deadline: 'deadline',
        state: 'state',
      },
    },
  }),
  backer_fact: sourceTableSchema.parse({
    ...daily,
    columns: [{ name: 'email', use: 'drop' }],
    key: ['backer_id'],
    entity: {
      name: 'backer',
      map: { backer_id: 'backer_id', signed_up_at: 'signed_up_at', country: 'country' },
    },
  }),
  rate: sourceTableSchema.parse({
    ...daily,
    columns: [{ name: 'per_base', type: 'double' }],
    key: ['currency', 'day'],
    entity: { name: 'rate', map: { currency: 'currency', day: 'day', per_base: 'per_base' } },
  }),
};

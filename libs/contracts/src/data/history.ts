import { z } from 'zod';
import { dispositionActions, riskLevels } from '../risk/assessment.js';
import { outcomeCategories } from '../risk/outcome.js';

const historyKinds = ['event', 'assessment', 'outcome'] as const;

/** What a search can be broken down by. */
export const historyFacets = [
  'kind',
  'name',
  'source',
  'disposition',
  'risk_level',
  'reason',
  'category',
  'country',
  'currency',
] as const;

/** Who or what a history can be of. */
const historyEntities = ['backer', 'visitor', 'card', 'device', 'ip', 'email', 'project', 'pledge'] as const;

/** What ties people to one another. */
export const historyShares = ['ip', 'device', 'card', 'email'] as const;

export const historyIntervals = ['hour', 'day', 'week', 'month'] as const;

export type HistoryKind = (typeof historyKinds)[number];
export type HistoryFacet = (typeof historyFacets)[number];
export type HistoryEntity = (typeof historyEntities)[number];
export type HistoryShare = (typeof historyShares)[number];
export type HistoryInterval = (typeof historyIntervals)[number];

/** What one question may ask for. */
export const historyLimits = {
  page: 200,
  /** Items that one listing goes down to, over all its pages. */
  depth: 10_000,
  rangeDays: 400,
  /** Before `to`, unless `from` is said. */
  defaultDays: 90,
  words: 10,
  valuesPerField: 20,
  /** Values of a facet, and lines of a count over time. */
  facetValues: 20,
  /** Points of a line. */
  points: 1_000,
  /** Beyond it a total is a lower bound. */
  countedTotal: 10_000,
  /** Values of each kind that `related` follows, and people that it names for each. */
  sharedValues: 20,
  sharers: 20,
} as const;

const text = z.string().min(1).max(255);
const time = z.iso.datetime({ offset: true });
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** `name=a&name=b`: one of them. */
const several = <Item extends z.ZodType>(item: Item) =>
  z
    .union([item, z.array(item).min(1).max(historyLimits.valuesPerField)])
    .transform((value) => (Array.isArray(value) ? value : [value]) as z.output<Item>[])
    .optional();

const range = {
  from: time.optional().meta({ description: '90 days before `to` unless said; at most 400 days before it' }),
  to: time.optional().meta({ description: 'itself not included; a day ahead unless said' }),
  live: flag.default(true).meta({ description: 'false: what test keys sent, and nothing else' }),
};

const page = {
  limit: z.coerce.number().int().min(1).max(historyLimits.page).default(50),
  cursor: z.string().max(8_192).optional().meta({ description: '`next_cursor` of the page before' }),
};

const entities = {
  backer: text.optional().meta({ description: 'with what she did before she signed up, where that is linked' }),
  visitor: text.optional(),
  card: text.optional(),
  device: text.optional(),
  ip: z.string().min(2).max(64).optional(),
  email: z
    .string()
    .min(3)
    .max(1_016)
    .optional()
    .meta({ description: 'an address, or the fingerprint that items show' }),
  project: text.optional(),
  pledge: text.optional(),
};

const filters = {
  q: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'words, each of which an item must hold; `begin*` is any word that begins so' }),
  kind: several(z.enum(historyKinds)),
  source: several(text),
  name: several(text),
  disposition: several(z.enum(dispositionActions)),
  risk_level: several(z.enum(riskLevels)),
  reason: several(z.string().min(1).max(64)),
  category: several(z.enum(outcomeCategories)),
  country: several(z.string().regex(/^[A-Z]{2}$/, 'two capital letters (ISO 3166-1)')),
  currency: several(z.string().regex(/^[A-Z]{3}$/, 'three capital letters (ISO 4217)')),
  distinct_id: text.optional(),
  ...entities,
  ip: z.string().min(2).max(64).optional().meta({ description: 'an address, or a network as address/prefix' }),
  min_score: z.coerce.number().min(0).max(100).optional(),
  max_score: z.coerce.number().min(0).max(100).optional(),
  property: several(z.string().regex(/^[^:]{1,128}:[\s\S]{1,256}$/, 'name:value')).meta({
    description: '`path:/projects/1`: a property of exactly this value; the names of nested ones are joined by dots',
  }),
};

export const historySearchSchema = z.strictObject({
  ...filters,
  ...range,
  facets: several(z.enum(historyFacets)),
  ...page,
});

export const historyTimelineSchema = z
  .strictObject({ ...entities, ...range, kind: several(z.enum(historyKinds)), ...page })
  .superRefine(oneEntity);

export const historyRelatedSchema = z.strictObject({ ...entities, ...range }).superRefine(oneEntity);

export const historyCountsSchema = z.strictObject({
  ...filters,
  ...range,
  by: z.enum(historyFacets).default('name'),
  interval: z.enum(historyIntervals).default('day').meta({ description: 'in UTC; weeks begin on Monday' }),
});

export const eventListSchema = z.strictObject({ distinct_id: text, name: several(text), ...range, ...page });

export const historyRefusedSchema = z.strictObject({
  after: z.coerce.number().int().nonnegative().default(0).meta({ description: 'the id of the last one seen' }),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

function oneEntity(query: Partial<Record<HistoryEntity, unknown>>, context: z.RefinementCtx): void {
  if (historyEntities.filter((name) => query[name] !== undefined).length !== 1)
    context.addIssue({ code: 'custom', message: `exactly one of ${historyEntities.join(', ')} says whose history` });
}

export type HistorySearchQuery = z.infer<typeof historySearchSchema>;
export type HistoryTimelineQuery = z.infer<typeof historyTimelineSchema>;
export type HistoryRelatedQuery = z.infer<typeof historyRelatedSchema>;
export type HistoryCountsQuery = z.infer<typeof historyCountsSchema>;
export type EventListQuery = z.infer<typeof eventListSchema>;
export type HistoryRefusedQuery = z.infer<typeof historyRefusedSchema>;

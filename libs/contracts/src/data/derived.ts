import { z } from 'zod';

/** Tables of the warehouse that are computed from others, day by day. */
export const derivedTables = ['live_project_day', 'pledge_country_day'] as const;

export type DerivedTable = (typeof derivedTables)[number];

const earliest = '1970-01-01';
const latest = '2100-01-01';
const day = z.iso.date().refine((text) => text >= earliest && text < latest, `a day from ${earliest} to ${latest}`);

export const backfillSchema = z
  .strictObject({
    table: z.enum(derivedTables),
    from: day.meta({ description: 'the first day' }),
    to: day.meta({ description: 'the last day, which is among them' }),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'is before the first day' })
  .meta({ id: 'Backfill' });

export type Backfill = z.infer<typeof backfillSchema>;

import { z } from 'zod';

export const refreshQuerySchema = z.strictObject({
  beyond_budget: z.enum(['true', 'false']).default('false').meta({
    description: 'true: also where the forecast is beyond the budget of the settings',
  }),
});

export type RefreshQuery = z.infer<typeof refreshQuerySchema>;

/** `whole`: everything is read; `changed`: what has changed since the refresh before. */
export type RefreshKind = 'whole' | 'changed';

/** What a refresh takes of the warehouse. */
export interface RefreshCostView {
  readonly read: RefreshKind;
  /** Rows of the experiment's aggregate that are written or taken away. */
  readonly rows: number;
  readonly seconds: number;
}

/** `GET /v1/experiments/{key}/refresh`: what the next refresh will take, by what the last ones took. */
export interface RefreshForecast {
  readonly experiment: string;
  /** Null before the first one. */
  readonly last: (RefreshCostView & { readonly refreshed_at: string }) | null;
  /** Null: it was never read, and nobody knows. */
  readonly predicted: RefreshCostView | null;
  /** Of the settings; null: no limit. */
  readonly budget: { readonly rows: number | null; readonly seconds: number | null };
  readonly within_budget: boolean;
  readonly text: string;
}

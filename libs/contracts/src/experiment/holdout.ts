import { z } from 'zod';
import {
  experimentKeySchema,
  experimentMetricsSchema,
  unitTypes,
  type ExperimentState,
  type HoldoutScope,
  type UnitType,
} from './experiment.js';
import { flagKeySchema } from '../flag/flag.js';
import { versionReadSchema } from '../version-read.js';

/** All of it takes the place of what was there. Once it has started only what it says of itself and what is in it changes. */
export const holdoutSchema = z
  .strictObject({
    description: z.string().trim().min(1).max(2_000),
    unit: z.enum(unitTypes),
    share: z.number().gt(0).lt(1).meta({ description: 'of the units is held out' }),
    salt: z.string().min(1).max(200).optional().meta({ description: 'seed of the hash; the key unless said' }),
    experiments: z
      .union([z.literal('all'), z.array(experimentKeySchema).max(500)])
      .default('all')
      .meta({ description: 'their keys, or all about the unit that start after the holdout' }),
    flags: z
      .array(flagKeySchema)
      .max(500)
      .default([])
      .meta({ description: 'whose rules are kept at the default; experiments in them are in by themselves' }),
    metrics: experimentMetricsSchema.default(['pledge_conversion']),
    note: z.string().trim().max(2_000).optional(),
    version: versionReadSchema.optional(),
  })
  .meta({ id: 'Holdout' });

export type HoldoutBody = z.infer<typeof holdoutSchema>;

/** The verbs of a holdout's routes. */
export type HoldoutAction = 'start' | 'end';

/** A holdout as people and programs see it: an experiment of the variants held_out and in, read like every other. */
export interface HoldoutView extends HoldoutScope {
  readonly key: string;
  readonly state: ExperimentState;
  readonly version: number;
  readonly description: string;
  readonly unit: UnitType;
  readonly share: number;
  readonly salt: string;
  readonly metrics: readonly string[];
  readonly created_at: string;
  readonly created_by: string;
  /** Null: nobody is held out yet. */
  readonly started_at: string | null;
  /** Null: it goes on. */
  readonly ended_at: string | null;
  /** What can be done with it now. */
  readonly actions: readonly HoldoutAction[];
}

export interface HoldoutPage {
  readonly holdouts: readonly HoldoutView[];
}

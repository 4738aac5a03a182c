import { z } from 'zod';
import { eventLimits } from '../data/event.js';
import { assignmentExample, exposuresExample } from '../examples.js';
import { experimentKeySchema, unitTypes, variantKeySchema } from './experiment.js';
import { timeSchema } from '../stored-time.js';

const unitId = z.string().min(1).max(eventLimits.identifier);

/** One unit of each type that the caller knows. Without `experiments`: all that are served to these types of unit. */
export const assignmentRequestSchema = z
  .strictObject({
    units: z
      .strictObject({ visitor: unitId.optional(), backer: unitId.optional(), project: unitId.optional() })
      .refine((units) => Object.keys(units).length > 0, 'at least one of visitor, backer and project'),
    experiments: z.array(z.string().min(1).max(100)).max(100).optional(),
    record: z.boolean().optional().meta({
      description:
        'true: the units meet what they are assigned, and the answer comes once their exposures are kept; needs exposures:write',
    }),
  })
  .meta({ id: 'AssignmentRequest', examples: [assignmentExample] });

/** Apps that know people by number hash the number's text: it is the same unit by either. */
const exposedId = z
  .preprocess((id) => (typeof id === 'number' && Number.isFinite(id) ? String(id) : id), unitId)
  .meta({ type: ['string', 'number'], description: 'a number is kept as its text; beyond 2^53 send the text' });

export const exposureSchema = z.strictObject({
  experiment: experimentKeySchema,
  variant: variantKeySchema,
  unit: z.strictObject({ type: z.enum(unitTypes), id: exposedId }),
  time: timeSchema.optional().meta({ description: 'now unless said' }),
  in_analysis: z
    .boolean()
    .optional()
    .meta({ description: 'as the assignment said; false is kept, and stays out of the analysis' }),
  insert_id: z.string().min(1).max(128).optional().meta({ description: 'a hash of experiment and unit unless said' }),
});

/** Exposures are judged one by one: a bad one is listed in the answer, the others are kept. */
export const exposureBatchSchema = z.strictObject({ exposures: z.array(z.unknown()).min(1).max(1_000) }).meta({
  id: 'ExposureBatch',
  properties: {
    exposures: { type: 'array', minItems: 1, maxItems: 1_000, items: z.toJSONSchema(exposureSchema, { io: 'input' }) },
  },
  examples: [exposuresExample],
});

export type AssignmentRequest = z.infer<typeof assignmentRequestSchema>;
export type ExposureBatch = z.infer<typeof exposureBatchSchema>;
export type Exposure = z.infer<typeof exposureSchema>;

/** What one unit gets of one experiment. `variant` null: the caller shows its own default. */
export interface AssignmentView {
  readonly experiment: string;
  readonly variant: string | null;
  readonly reason: string;
  /** Whether meeting this variant is an exposure that the analysis counts. */
  readonly in_analysis: boolean;
  /** The experiment's version; null when it is unknown. */
  readonly version: number | null;
}

export interface AssignmentAnswer {
  readonly assignments: readonly AssignmentView[];
  readonly configuration_version: number;
  /** Where `record` was asked for: exposures that are kept, one of each unit and experiment. */
  readonly recorded?: number;
  /** Where `record` was asked for: true when they are kept on this machine's disk until the log is back. */
  readonly spooled?: boolean;
}

/** What became of a batch of exposures. */
export interface ExposureAnswer {
  readonly accepted: number;
  readonly repeated: number;
  /** True when they are kept on this machine's disk until the log is back; repeats are then told apart later. */
  readonly spooled: boolean;
  readonly refused: readonly {
    readonly index: number;
    readonly insert_id: string | null;
    readonly field: string;
    readonly rule: string;
    readonly detail: string;
  }[];
}

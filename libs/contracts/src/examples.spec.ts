import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import {
  assignmentRequestSchema,
  eventsBodySchema,
  exposureBatchSchema,
  newImportSchema,
  newRunSchema,
  querySchema,
  questionSchema,
  reportSchema,
  scoreRequestSchema,
} from './index.js';

describe('the example of a body', () => {
  it.each([
    assignmentRequestSchema,
    eventsBodySchema,
    exposureBatchSchema,
    newImportSchema,
    newRunSchema,
    querySchema,
    questionSchema,
    reportSchema,
    scoreRequestSchema,
  ])('is there and is taken %#', (schema: z.ZodType) => {
    const { examples } = schema.meta() ?? {};
    expect(examples).toHaveLength(1);
    expect(schema.safeParse(Array.isArray(examples) ? examples[0] : undefined).error).toBeUndefined();
  });
});

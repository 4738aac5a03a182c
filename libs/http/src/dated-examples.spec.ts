import { describe, expect, it } from '@jest/globals';
import { exampleDay } from '#libs/contracts';
import { datedExamples } from './dated-examples.js';

const document = {
  openapi: '3.1.0',
  info: { title: '', version: '1' },
  paths: {},
  components: {
    schemas: {
      Dated: {
        description: `as on ${exampleDay}`,
        example: { from: '2026-03-02', time: `${exampleDay}T12:00:00Z` },
      },
      Plain: { type: 'object' },
    },
  },
};

describe('datedExamples', () => {
  it('moves the days of examples, and nothing else', () => {
    const { schemas } = datedExamples(document, new Date('2027-01-02T03:04:05Z')).components ?? {};
    expect(schemas).toEqual({
      Dated: { description: `as on ${exampleDay}`, example: { from: '2026-12-04', time: '2027-01-02T12:00:00Z' } },
      Plain: { type: 'object' },
    });
  });
});

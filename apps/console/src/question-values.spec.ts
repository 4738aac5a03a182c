import { describe, expect, it } from '@jest/globals';
import type { QuestionParameter } from '#libs/contracts';
import { valueOf, valuesOf } from './question-values.js';

const parameter = (name: string, type: QuestionParameter['type'], usual?: string | number | boolean) =>
  ({ name, type, description: '', ...(usual === undefined ? {} : { default: usual }) }) satisfies QuestionParameter;

describe('the values of a question', () => {
  it('have the types of their parameters', () => {
    expect(valueOf('integer', '007')).toBe(7);
    expect(valueOf('double', '1.5')).toBe(1.5);
    expect(valueOf('boolean', 'false')).toBe(false);
    expect(valueOf('boolean', 'true')).toBe(true);
    expect(valueOf('text', '007')).toBe('007');
    expect(valueOf('date', '2026-03-01')).toBe('2026-03-01');
  });

  it('are the defaults where nothing was said, and nothing where there is no default', () => {
    const parameters = [parameter('since', 'date', '2026-01-01'), parameter('least', 'integer', 0)];
    expect(valuesOf(parameters, { since: '2026-02-01' })).toEqual({ since: '2026-02-01', least: 0 });
    expect(valuesOf([parameter('backer', 'text')], {})).toEqual({});
  });

  it('are of this question only', () => {
    expect(valuesOf([], { rows: '10' })).toEqual({});
  });
});

import { describe, expect, it } from '@jest/globals';
import type { QuestionParameter } from '#libs/contracts';
import { parameterValues } from './parameter-values.js';

const parameter = (name: string, type: QuestionParameter['type'], over: object = {}): QuestionParameter => ({
  name,
  type,
  description: '',
  ...over,
});

describe('parameterValues', () => {
  it('puts values in the order of the parameters, defaults where none is given', () => {
    const parameters = [parameter('day', 'date'), parameter('least', 'integer', { default: 5 })];
    expect(parameterValues(parameters, { day: '2026-03-01' })).toEqual(['2026-03-01', 5]);
    expect(parameterValues(parameters, { least: null, day: '2026-03-01' })).toEqual(['2026-03-01', null]);
  });

  it('reads times as UTC', () => {
    expect(parameterValues([parameter('at', 'timestamp')], { at: '2026-03-01T10:00:00Z' })).toEqual([
      '2026-03-01T10:00:00',
    ]);
  });

  it.each([
    ['text', 5],
    ['integer', 5.5],
    ['integer', '5'],
    ['double', '5'],
    ['boolean', 1],
    ['date', '2026-02-31x'],
    ['date', '2026-13-01'],
    ['date', '2026-02-30'],
    ['timestamp', '2026-03-01'],
    ['timestamp', '2026-03-01T10:00:00+02:00'],
  ] as const)('refuses as %s the value %j', (type, value) => {
    expect(() => parameterValues([parameter('x', type)], { x: value })).toThrow('do not fit');
  });

  it('names what is missing and what is unknown', () => {
    const problems = (() => {
      try {
        parameterValues([parameter('day', 'date')], { other: 1 });
      } catch (error) {
        return (error as { problems: { pointer: string; rule: string }[] }).problems;
      }
      return [];
    })();
    expect(problems.map(({ pointer, rule }) => [pointer, rule])).toEqual([
      ['/values/other', 'unknown'],
      ['/values/day', 'required'],
    ]);
  });
});

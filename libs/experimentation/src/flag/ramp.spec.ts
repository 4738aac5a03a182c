import { describe, expect, it } from '@jest/globals';
import { compileFlag, compilePayload, Evaluation } from '#libs/bucketing';
import type { FlagContent } from '#libs/contracts';
import { featureOf } from './feature-of.js';
import { pastSteps, rampedAt, rampProblems } from './ramp.js';

const at = (hour: number): string => `2026-12-01T${String(hour).padStart(2, '0')}:00:00Z`;
const time = (hour: number): number => Date.parse(at(hour));
const rollout = {
  id: 'slowly',
  kind: 'rollout',
  value: true,
  coverage: 0.01,
  attribute: 'id',
  ramp: [
    { at: at(10), coverage: 0.1 },
    { at: at(12), coverage: 0.5 },
    { at: at(14), coverage: 0.2 },
  ],
} as const;
const content: FlagContent = {
  description: '',
  default_value: false,
  rules: [{ ...rollout, ramp: [...rollout.ramp] }],
  prerequisites: [],
  archived: false,
};
const flag = { key: 'banner', type: 'boolean', content } as const;

describe('a ramp', () => {
  const coverageAt = (hour: number): unknown => {
    const [first] = rampedAt([flag], time(hour)).flags;
    return first?.content.rules.map((rule) => ('coverage' in rule ? rule.coverage : undefined));
  };

  it.each([
    [9, 0.01],
    [10, 0.1],
    [11, 0.1],
    [12, 0.5],
    [14, 0.2],
    [23, 0.2],
  ])('at %s o’clock gives a share of %s', (hour, share) => expect(coverageAt(hour)).toEqual([share]));

  it('says between which of its steps a moment is', () => {
    const bounds = (hour: number) => (({ since, until }) => [since, until])(rampedAt([flag], time(hour)));
    expect(bounds(9)).toEqual([-Infinity, time(10)]);
    expect(bounds(12)).toEqual([time(12), time(14)]);
    expect(bounds(15)).toEqual([time(14), Infinity]);
    const archived = { ...flag, content: { ...content, archived: true } };
    expect(rampedAt([archived], time(12))).toEqual({ flags: [archived], since: -Infinity, until: Infinity });
  });

  it('keeps who is in while it grows, and lets none in while it shrinks', () => {
    const inside = (hour: number): Set<string> => {
      const [now] = rampedAt([flag], time(hour)).flags;
      const compiled = compileFlag('banner', featureOf('banner', now?.content ?? content, new Map()));
      const payload = { ...compilePayload({}), flags: new Map([['banner', compiled]]) };
      const ids = Array.from({ length: 2_000 }, (_, index) => `u${index}`);
      return new Set(ids.filter((id) => new Evaluation(payload, { attributes: { id } }).flag('banner').answer.value));
    };
    const sets = [9, 10, 12].map(inside);
    for (const [index, set] of sets.entries()) for (const id of sets[index - 1] ?? []) expect(set.has(id)).toBe(true);
    expect(sets.map(({ size }) => Math.round(size / 100))).toEqual([0, 2, 10]);
    for (const id of inside(14)) expect(sets[2]?.has(id)).toBe(true);
  });

  it('is refused where its steps go back or give no share', () => {
    const ramp = [
      { at: at(10), coverage: 0.1 },
      { at: at(10), coverage: 1.1 },
    ];
    expect(rampProblems({ ...rollout, ramp }, '/ramp')).toMatchObject([
      { pointer: '/ramp/1/at', rule: 'ramp_order', detail: `must come after ${at(10)}` },
      { pointer: '/ramp/1/coverage', rule: 'coverage_range' },
    ]);
  });

  it('begins in the future, unless it is answered by already', () => {
    expect(pastSteps(content, null, time(12)).map(({ pointer }) => pointer)).toEqual([
      '/rules/0/ramp/0/at',
      '/rules/0/ramp/1/at',
    ]);
    expect(pastSteps(content, content, time(12))).toEqual([]);
  });
});

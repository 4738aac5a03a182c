import { describe, expect, it } from '@jest/globals';
import { Evaluation } from '#libs/bucketing';
import type { FlagContent } from '#libs/contracts';
import { flagSnapshotOf } from './flag-snapshot.js';

const content = (change: Partial<FlagContent> = {}): FlagContent => ({
  description: '',
  default_value: 'default',
  rules: [],
  prerequisites: [],
  archived: false,
  ...change,
});

describe('flagSnapshotOf', () => {
  it('compiles thousands of flags, and lets others have their turn meanwhile', async () => {
    const rule = { id: 'r', kind: 'rollout', value: 'new', coverage: 1, attribute: 'id' } as const;
    const flags = Array.from({ length: 10_000 }, (_, index) => ({
      key: `f${index}`,
      type: 'string' as const,
      content: content({ rules: [{ ...rule, condition: { country: { $in: ['US', 'CA'] } } }] }),
    }));
    let [turns, done] = [0, false];
    const others = (): void => {
      turns += 1;
      if (!done) setImmediate(others);
    };
    setImmediate(others);
    const { payload, features } = await flagSnapshotOf(flags, [], []);
    done = true;
    expect(turns).toBeGreaterThan(100);
    expect([payload.flags.size, Object.keys(features).length]).toEqual([10_000, 10_000]);
    const evaluation = new Evaluation(payload, { attributes: { id: 'u1', country: 'CA' } });
    expect(evaluation.flag('f9999').answer.value).toBe('new');
  });

  it('gives archived flags their default, gates and layers included, and knows groups', async () => {
    const rules = [
      { id: 'staff', kind: 'force', value: 'staff', condition: { $savedGroup: { id: 'staff' } } },
      { id: 'none', kind: 'force', value: 'layer', layer: { key: 'l', from: 0, to: 1e-9, attribute: 'id' } },
    ] as const;
    const of = (key: string, change: Partial<FlagContent>) => ({
      key,
      type: 'string' as const,
      content: content(change),
    });
    const flags = [
      of('off', { default_value: false }),
      of('open', { rules: [...rules] }),
      of('gated', { prerequisites: [{ flag: 'off' }] }),
      of('archived', { archived: true, rules: [...rules], prerequisites: [{ flag: 'off' }] }),
    ];
    const groups = [{ key: 'staff', attribute: 'email', values: ['a@example.com'], condition: null }];
    const { payload } = await flagSnapshotOf(flags, groups, []);
    const evaluation = new Evaluation(payload, { attributes: { id: 'u1', email: 'a@example.com' } });
    const stranger = new Evaluation(payload, { attributes: { id: 'u1' } });
    expect(['open', 'gated', 'archived'].map((key) => evaluation.flag(key).answer.value)).toEqual([
      'staff',
      null,
      'default',
    ]);
    expect(stranger.flag('open').answer.value).toBe('default');
  });
});

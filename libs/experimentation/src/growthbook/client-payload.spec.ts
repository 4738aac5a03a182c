import { describe, expect, it } from '@jest/globals';
import type { FlagDefinition, SavedGroupDefinition } from '#libs/bucketing';
import { clientPayloadOf } from './client-payload.js';

const list = (values: readonly string[]): SavedGroupDefinition => ({ type: 'list', attributeKey: 'email', values });
const forced = (condition: Readonly<Record<string, unknown>>): FlagDefinition => ({ rules: [{ condition, force: 1 }] });
const bandit = { contexts: [{ leafId: 1, condition: { email: { $inGroup: 'weighed' } }, weights: [1, 0] }] };
const payloadOf = async (
  features: Readonly<Record<string, FlagDefinition>>,
  savedGroups: Readonly<Record<string, SavedGroupDefinition>> = {},
) => {
  const { bytes, tag } = await clientPayloadOf(
    { features, savedGroups, contextualBandits: { weighed: bandit } },
    1_700_000_000_123,
  );
  return { tag, payload: JSON.parse(bytes.toString()) as { features: object; savedGroups: object } };
};

describe('the payload of clients that evaluate by themselves', () => {
  it.each([0, 1, 200, 201, 450])('holds %i flags as they are, in their order', async (count) => {
    const features = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`flag"${index}`, { defaultValue: `“${index}”` }]),
    );
    const { payload } = await payloadOf(features);
    const contextualBandits = { weighed: bandit };
    const dateUpdated = '2023-11-14T22:13:20.123Z';
    expect(payload).toEqual({ status: 200, features, savedGroups: {}, contextualBandits, dateUpdated });
    expect(Object.keys(payload.features)).toEqual(Object.keys(features));
  });

  it('has another tag where anything differs, and the same where nothing does', async () => {
    const { tag } = await payloadOf({ a: { defaultValue: 1 } });
    expect((await payloadOf({ a: { defaultValue: 1 } })).tag).toBe(tag);
    expect((await payloadOf({ a: { defaultValue: 2 } })).tag).not.toBe(tag);
  });

  it('has the groups that are named, through one another too, and bare values where they are all that is asked', async () => {
    const groups = {
      bare: list(['a']),
      whole: list(['b']),
      outer: { type: 'condition', condition: { email: { $notInGroup: 'inner' } } },
      inner: list(['c']),
      unused: list(['d']),
      weighed: list(['e']),
    } as const;
    const { payload } = await payloadOf(
      {
        one: forced({ email: { $inGroup: 'bare' } }),
        two: forced({ $or: [{ $savedGroup: { id: 'whole' } }, { email: { $inGroup: 'whole' } }] }),
        three: forced({ $not: { $savedGroup: { id: 'outer' } } }),
        four: forced({ email: { $inGroup: 'nowhere' } }),
      },
      groups,
    );
    expect(payload.savedGroups).toEqual({
      bare: ['a'],
      whole: groups.whole,
      outer: groups.outer,
      inner: ['c'],
      weighed: ['e'],
    });
  });

  it('ends with groups that lead back to themselves', async () => {
    const round: SavedGroupDefinition = { type: 'condition', condition: { $savedGroup: { id: 'round' } } };
    const { payload } = await payloadOf({ one: forced({ $savedGroup: { id: 'round' } }) }, { round });
    expect(payload.savedGroups).toEqual({ round });
  });
});

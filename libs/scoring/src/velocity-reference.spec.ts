import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Observation, VelocityDefinition, VelocityPoint } from './velocity.js';
import { velocityCatalogue } from './velocity-catalogue.js';
import { velocityValue, velocityValues } from './velocity-reference.js';

const second = 1_000_000;
const hour = 3600 * second;
const now = 1_700_000_000 * second;

const point: VelocityPoint = {
  windowEnd: now,
  stamp: now,
  epoch: 2,
  card: 'c',
  ip: '1.2.3.4',
  project: 'p',
  backer: 'b',
};

const pledge = (ago: number, more: Partial<Observation> = {}): Observation => ({
  kind: 'pledge',
  occurredAt: now - ago,
  observedAt: now - ago,
  epoch: 2,
  pledgeId: 'x',
  amount: 1000,
  card: 'c',
  ...more,
});

const definition = (name: string): VelocityDefinition => {
  const found = velocityCatalogue.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no velocity ${name}`);
  return found;
};

const value = (name: string, observations: readonly Observation[], at: VelocityPoint = point) =>
  velocityValue(definition(name), observations, at);

describe('the window', () => {
  it.each([
    ['at its start', hour, 1],
    ['one microsecond before its start', hour + 1, 0],
    ['one microsecond before its end', 1, 1],
    ['at its end', 0, 0],
    ['after its end', -1, 0],
  ])('an observation %s', (_, ago, count) => {
    expect(value('card_pledges_1h', [pledge(ago, { observedAt: now - 2 * hour })])).toBe(count);
  });

  it.each([
    ['before the stamp', now - 1, 1],
    ['at the stamp', now, 0],
    ['after the stamp', now + 1, 0],
  ])('what became known %s', (_, observedAt, count) => {
    expect(value('card_pledges_1h', [pledge(10, { observedAt })])).toBe(count);
  });

  it('of a late pledge ends at its own time, with what is known at its stamp', () => {
    const late = { ...point, windowEnd: now - 5 * hour };
    const observations = [
      pledge(1),
      pledge(5 * hour + 1),
      pledge(5 * hour + 1, { observedAt: now - 1 }),
      pledge(5 * hour + 1, { observedAt: now }),
    ];
    expect(value('card_pledges_1h', observations, late)).toBe(2);
  });

  it.each([
    [1, 1],
    [2, 1],
    [3, 0],
  ])('an observation of epoch %d, for a pledge of epoch 2', (epoch, count) => {
    expect(value('card_pledges_1h', [pledge(10, { epoch })])).toBe(count);
  });
});

describe('what counts', () => {
  it('is of the same entity, kind and category', () => {
    const label = { kind: 'label', category: 'fraud' } as const;
    expect(value('card_pledges_1h', [pledge(1, { card: 'other' }), pledge(1, { card: undefined })])).toBe(0);
    expect(value('card_pledges_1h', [pledge(1, label)])).toBe(0);
    expect(
      value('card_frauds_30d', [pledge(1), pledge(1, label), pledge(1, { ...label, category: 'not_fraud' })]),
    ).toBe(1);
    expect(value('card_declines_24h', [pledge(1, { kind: 'outcome', category: 'declined' })])).toBe(1);
    expect(value('card_declines_24h', [pledge(1, { kind: 'outcome', category: 'authorised' })])).toBe(0);
  });

  it('of a pair shares both', () => {
    const both = { project: 'p', ip: '1.2.3.4' };
    const observations = [pledge(1, both), pledge(1, { ...both, ip: '1.2.3.5' }), pledge(1, { ...both, project: 'q' })];
    expect(value('project_ip_pledges_24h', observations)).toBe(1);
  });

  it('is unknown, not zero, when the pledge lacks the entity', () => {
    expect(value('device_pledges_24h', [pledge(1, { device: 'd' })])).toBeUndefined();
    expect(value('project_ip_pledges_24h', [], { ...point, ip: undefined })).toBeUndefined();
    expect(value('card_pledges_1h', [])).toBe(0);
  });
});

describe('aggregates', () => {
  it('count revisions, and sum only their differences', () => {
    const revisions = [
      pledge(30 * second, { backer: 'b', revision: 1, amount: 500 }),
      pledge(20 * second, { backer: 'b', revision: 2, amount: 9_500 }),
      pledge(10 * second, { backer: 'b', revision: 3, amount: -2_000 }),
    ];
    expect(value('backer_pledges_24h', revisions)).toBe(3);
    expect(value('backer_amount_24h', revisions)).toBe(8_000);
    expect(value('backer_seconds_since_pledge', revisions)).toBe(10);
  });

  it('count fifty cards on one pledge id as fifty', () => {
    const cards = Array.from({ length: 50 }, (_, index) => pledge(1 + index, { ip: '1.2.3.4', card: `card ${index}` }));
    expect(value('ip_cards_24h', cards)).toBe(50);
  });

  it('count different values once, and absent ones never', () => {
    const of = (card: string | undefined): Observation => pledge(1, { ip: '1.2.3.4', card });
    expect(value('ip_cards_24h', [of('a'), of('a'), of('b'), of(undefined)])).toBe(2);
  });

  it('know no time since what never happened', () => {
    expect(value('backer_seconds_since_pledge', [])).toBeUndefined();
    expect(value('backer_seconds_since_pledge', [pledge(31 * 24 * hour, { backer: 'b' })])).toBeUndefined();
    expect(value('backer_seconds_since_pledge', [pledge(1_500_000, { backer: 'b' })])).toBe(1.5);
  });

  it('do not depend on the order in which observations are read, nor on the future', () => {
    const observation = fc.record({
      kind: fc.constantFrom('pledge' as const, 'label' as const),
      category: fc.constantFrom('fraud', 'not_fraud'),
      occurredAt: fc.integer({ min: now - 40 * 24 * hour, max: now + hour }),
      observedAt: fc.integer({ min: now - 40 * 24 * hour, max: now + hour }),
      pledgeId: fc.constant('x'),
      amount: fc.integer({ min: -10_000, max: 10_000 }),
      card: fc.constantFrom('c', 'd'),
      ip: fc.constantFrom('1.2.3.4', '1.2.3.5'),
      backer: fc.constantFrom('b', 'a', undefined),
      project: fc.constantFrom('p', 'q'),
    });
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 40 }), (observations) => {
        const values = velocityValues(observations, point);
        expect(velocityValues(observations.toReversed(), point)).toEqual(values);
        const known = observations.filter(({ occurredAt, observedAt }) => occurredAt < now && observedAt < now);
        expect(velocityValues(known, point)).toEqual(values);
      }),
    );
  });
});

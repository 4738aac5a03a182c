import { describe, expect, it } from '@jest/globals';
import { meets, queueFor, type Queued } from './queue-match.js';

const pledge: Queued = {
  entity: 'backer',
  project_id: 'p1',
  risk_score: 40,
  base_amount: 5_000,
  disposition: 'manual_review',
  reason_codes: ['CARD_FRAUDS_30D'],
};

describe('the conditions of a queue', () => {
  it.each([
    [{}, true],
    [{ min_score: 40, max_score: 40 }, true],
    [{ min_score: 40.1 }, false],
    [{ max_score: 39.9 }, false],
    [{ min_amount: 5_000, max_amount: 5_000 }, true],
    [{ min_amount: 5_001 }, false],
    [{ max_amount: 4_999 }, false],
    [{ dispositions: ['reject' as const] }, false],
    [{ reasons: ['OTHER', 'CARD_FRAUDS_30D'] }, true],
    [{ reasons: ['OTHER'] }, false],
    [{ projects: ['p2'] }, false],
    [{ entities: ['card' as const, 'backer' as const] }, true],
    [{ min_score: 10, projects: ['p2'] }, false],
  ])('%j: %s', (conditions, met) => expect(meets(conditions, pledge)).toBe(met));

  it('on an amount are not met by one that is unknown', () => {
    expect(meets({ max_amount: 10_000 }, { ...pledge, base_amount: null })).toBe(false);
  });

  it('are asked in order, and the last queue takes what no other does', () => {
    const queues = [
      { key: 'high', conditions: { min_score: 80 } },
      { key: 'projects', conditions: { projects: ['p1'] } },
      { key: 'default', conditions: {} },
    ];
    expect(queueFor(queues, pledge)).toBe('projects');
    expect(queueFor(queues, { ...pledge, risk_score: 90 })).toBe('high');
    expect(queueFor(queues.slice(0, 1), pledge)).toBe('high');
  });
});

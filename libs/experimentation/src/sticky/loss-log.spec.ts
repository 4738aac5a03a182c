import { describe, expect, it } from '@jest/globals';
import { LossLog } from './loss-log.js';

describe('LossLog', () => {
  it('says the first loss at once, and the others together a minute later, with the latest reason', () => {
    let now = 0;
    const said: string[] = [];
    const losses = new LossLog({ now: () => now }, (text) => said.push(text));
    losses.note('Things lost', new Error('first'));
    for (now = 1_000; now < 60_000; now += 1_000) losses.note('Things lost', new Error('between'));
    expect(said).toEqual(['Things lost: 1 since this was last said; the latest because: first']);
    losses.note('Things lost', new Error('last'));
    expect(said[1]).toBe('Things lost: 60 since this was last said; the latest because: last');
  });
});

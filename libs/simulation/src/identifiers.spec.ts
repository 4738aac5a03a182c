import { describe, expect, it } from '@jest/globals';
import { CREATORS, FRAUDSTERS, Identifiers } from './identifiers.js';

describe('Identifiers', () => {
  const ids = new Identifiers(1);

  it('never repeats', () => {
    const counters = Array.from({ length: 20_000 }, (_, index) => index);
    const all = [
      ...counters,
      ...counters.map((index) => CREATORS + index),
      ...counters.map((index) => FRAUDSTERS + index),
    ];
    expect(new Set(all.map((counter) => ids.backer(counter))).size).toBe(all.length);
  });

  it('gives kinds and seeds ids of their own', () => {
    expect(ids.visitor(5).slice(2)).not.toBe(ids.backer(5).slice(2));
    expect(new Identifiers(2).visitor(5)).not.toBe(ids.visitor(5));
  });

  it('cannot be taken for a card number', () => {
    for (let counter = 0; counter < 2_000; counter += 1) expect(ids.card(counter)).toMatch(/^card_[0-9a-f]{8}$/);
  });
});

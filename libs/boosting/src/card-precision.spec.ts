import { describe, expect, it } from '@jest/globals';
import { cardPrecision, type CardDay } from './card-precision.js';

const payment = (day: number, card: string, score: number, isFraud = false): CardDay => ({ day, card, score, isFraud });

describe('cardPrecision', () => {
  it('is the mean over days of the share found among the k highest cards', () => {
    // Day 1: a (0.9, fraud) and b (0.8): one of two. Day 2: c (0.7, fraud) and d (0.6, fraud): two of two.
    const days = [payment(1, 'a', 0.9, true), payment(1, 'b', 0.8), payment(1, 'd', 0.1, true)];
    days.push(payment(2, 'c', 0.7, true), payment(2, 'd', 0.6, true), payment(2, 'b', 0.5));
    expect(cardPrecision(days, 2)).toBe(0.75);
  });

  it('takes a card by its highest payment, and any fraud of the day', () => {
    expect(cardPrecision([payment(1, 'a', 0.9), payment(1, 'a', 0.1, true), payment(1, 'b', 0.5)], 1)).toBe(1);
  });

  it('leaves out afterwards a card that was found, and only that', () => {
    const days = [payment(1, 'a', 0.9, true), payment(2, 'a', 0.9, true), payment(2, 'b', 0.5)];
    expect(cardPrecision(days, 1)).toBe(0.5);
    // Not among the highest on the first day, so not found and not gone.
    const missed = [payment(1, 'a', 0.1, true), payment(1, 'b', 0.5), payment(2, 'a', 0.9, true)];
    expect(cardPrecision(missed, 1)).toBe(0.5);
  });

  it('divides by k also where there are fewer cards, and knows no order of its rows', () => {
    expect(cardPrecision([payment(1, 'a', 0.9, true)], 100)).toBe(0.01);
    expect(cardPrecision([], 100)).toBe(0);
    const days = [payment(2, 'a', 0.5, true), payment(1, 'b', 0.5), payment(1, 'a', 0.5, true), payment(2, 'b', 0.4)];
    expect(cardPrecision(days, 1)).toBe(cardPrecision(days.toReversed(), 1));
  });
});

import { insufficient } from './outcome.js';
import type { Outcome } from './outcome.js';

/** How well a score puts the positives before the negatives. */
export interface RankingQuality {
  readonly kind: 'estimate';
  readonly method: 'area_under_roc' | 'average_precision';
  readonly value: number;
  readonly positives: number;
  readonly negatives: number;
}

/** All items with one score. */
interface Tie {
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Area under the ROC curve: the probability that a random positive has a higher score than a random negative, ties
 * counting half. It is the Mann–Whitney U divided by its largest value. Time n log n.
 *
 * Source: Hanley & McNeil, The meaning and use of the area under a ROC curve, Radiology 143 (1982).
 *
 * @param labels one for each score; true is a positive
 * @example areaUnderRoc([0.1, 0.4, 0.35, 0.8], [false, false, true, true]) // 0.75
 */
export function areaUnderRoc(scores: ArrayLike<number>, labels: ArrayLike<boolean>): Outcome<RankingQuality> {
  return quality('area_under_roc', scores, labels, (ties, positives, negatives) => {
    let positivesAbove = 0;
    let pairs = 0;
    for (const tie of ties) {
      pairs += tie.negatives * (positivesAbove + tie.positives / 2);
      positivesAbove += tie.positives;
    }
    return pairs / (positives * negatives);
  });
}

/**
 * Average precision: Σ (Rᵢ − Rᵢ₋₁) Pᵢ over the distinct scores from the highest down, R the share of the positives
 * found so far and P the share of positives among what was taken so far. No interpolation, which would be
 * optimistic; all items of a tie are taken at once.
 *
 * Source: Davis & Goadrich, The relationship between precision-recall and ROC curves, ICML (2006).
 *
 * @param labels one for each score; true is a positive
 * @example averagePrecision([0.1, 0.4, 0.35, 0.8], [false, false, true, true]) // 0.8333
 */
export function averagePrecision(scores: ArrayLike<number>, labels: ArrayLike<boolean>): Outcome<RankingQuality> {
  return quality('average_precision', scores, labels, (ties, positives) => {
    let found = 0;
    let taken = 0;
    let sum = 0;
    for (const tie of ties) {
      found += tie.positives;
      taken += tie.positives + tie.negatives;
      sum += tie.positives * (found / taken);
    }
    return sum / positives;
  });
}

function quality(
  method: RankingQuality['method'],
  scores: ArrayLike<number>,
  labels: ArrayLike<boolean>,
  valueOf: (descending: readonly Tie[], positives: number, negatives: number) => number,
): Outcome<RankingQuality> {
  if (scores.length !== labels.length) {
    return insufficient('out_of_range', `There are ${scores.length} scores and ${labels.length} labels.`);
  }
  const order = new Uint32Array(scores.length);
  let positives = 0;
  for (let item = 0; item < order.length; item += 1) {
    if (!Number.isFinite(scores[item])) return insufficient('not_finite', `Score ${item} is not a finite number.`);
    order[item] = item;
    if (labels[item] === true) positives += 1;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) {
    return insufficient('too_few_units', 'A ranking needs at least one positive and one negative.');
  }
  order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  return {
    kind: 'estimate',
    method,
    value: valueOf(tiesOf(order, scores, labels), positives, negatives),
    positives,
    negatives,
  };
}

function tiesOf(order: Uint32Array, scores: ArrayLike<number>, labels: ArrayLike<boolean>): Tie[] {
  const ties: { positives: number; negatives: number }[] = [];
  let previous: number | undefined;
  let tie = { positives: 0, negatives: 0 };
  for (const item of order) {
    if (scores[item] !== previous) {
      tie = { positives: 0, negatives: 0 };
      ties.push(tie);
      previous = scores[item];
    }
    if (labels[item] === true) tie.positives += 1;
    else tie.negatives += 1;
  }
  return ties;
}

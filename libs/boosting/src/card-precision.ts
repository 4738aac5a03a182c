export interface CardDay {
  readonly card: string;
  /** Any whole number that grows with the days. */
  readonly day: number;
  readonly score: number;
  readonly isFraud: boolean;
}

/**
 * Card precision@k: each day the k cards with the highest score are looked at (a card's score is the highest of its
 * payments of the day), and the share of them with a fraud that day is found. A card that was looked at and found is
 * blocked: it is gone from the days after. The mean over days. Of two cards with one score the first by name.
 *
 * Source: Le Borgne, Siblini, Lebichot & Bontempi, Reproducible machine learning for credit card fraud detection (2022),
 * 4.5, card precision top-k.
 */
export function cardPrecision(payments: Iterable<CardDay>, k: number): number {
  const days = new Map<number, Map<string, { score: number; isFraud: boolean }>>();
  for (const { card, day, score, isFraud } of payments) {
    const cards = days.get(day) ?? new Map<string, { score: number; isFraud: boolean }>();
    days.set(day, cards);
    const held = cards.get(card);
    cards.set(card, {
      score: Math.max(score, held?.score ?? -Infinity),
      isFraud: isFraud || (held?.isFraud ?? false),
    });
  }
  const blocked = new Set<string>();
  let sum = 0;
  for (const [, cards] of [...days].toSorted(([left], [right]) => left - right)) {
    const looked = [...cards]
      .filter(([card]) => !blocked.has(card))
      .toSorted(([one, left], [other, right]) => right.score - left.score || (one < other ? -1 : 1))
      .slice(0, k);
    const found = looked.filter(([, { isFraud }]) => isFraud);
    for (const [card] of found) blocked.add(card);
    sum += found.length / k;
  }
  return days.size === 0 ? 0 : sum / days.size;
}

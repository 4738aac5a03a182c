/** Advisory locks of Postgres. Whoever commits under the epoch shares the first; the epoch moves on while it is taken alone. */
export const locks = {
  epoch: 7_318_227_101,
  keeper: 7_318_227_102,
  stamp: 7_318_227_103,
  rebuild: 7_318_227_104,
  /** Whoever gives a decision its place in the order. */
  decision: 7_318_227_105,
  /** Whoever makes the chain of the audit longer. */
  audit: 7_318_227_106,
} as const;

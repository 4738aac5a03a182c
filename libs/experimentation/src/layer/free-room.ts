import type { LayerPart } from '#libs/contracts';

type Range = Pick<LayerPart, 'from' | 'to'>;

/** What is left of [0, 1) beside the parts, which may overlap. @example freeRoom([{ from: 0.2, to: 0.5 }]) // [0, 0.2), [0.5, 1) */
export function freeRoom(parts: readonly Range[]): Range[] {
  const free: Range[] = [];
  let at = 0;
  for (const { from, to } of parts.toSorted((one, other) => one.from - other.from)) {
    if (from > at) free.push({ from: at, to: from });
    at = Math.max(at, to);
  }
  if (at < 1) free.push({ from: at, to: 1 });
  return free;
}

import type { HeldPart, LayerPart } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';

/** A part of a layer as somebody has it; `attribute` is what their units are divided by. */
export interface StoredPart extends HeldPart {
  readonly layer: string;
  readonly attribute: string;
}

/** All parts of all layers, those of drafts included; by layer and where they begin. */
export const listParts = (transaction: Transaction): Promise<StoredPart[]> =>
  transaction.query<StoredPart>('layer/list_parts');

type Range = Pick<LayerPart, 'from' | 'to'>;

export const overlaps = (one: Range, other: Range): boolean => one.from < other.to && other.from < one.to;

/** In words: who has it. */
export function holderOf({ experiment, flag, rule }: Pick<StoredPart, 'experiment' | 'flag' | 'rule'>): string {
  if (flag === null) return `the experiment ${experiment}`;
  const place = `the rule ${rule} of the flag ${flag}`;
  return experiment === null ? place : `the experiment ${experiment}, by ${place}`;
}

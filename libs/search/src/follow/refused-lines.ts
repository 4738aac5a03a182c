import type { Transaction } from '#libs/postgres';

/** A line of a bucket's object that the history could not take. */
export interface RefusedLine {
  /** Null where the line made no document. */
  readonly documentId: string | null;
  readonly object: string;
  /** From 1; 0 for the object as a whole. */
  readonly line: number;
  readonly rule: string;
  readonly detail: string;
  readonly text: string | null;
}

const detailLength = 1_000;

/** Keeps them, each once in a build, in the transaction that passes them. @returns how many had not been kept before. */
export async function insertRefused(
  transaction: Transaction,
  { store, generation, at }: { readonly store: string; readonly generation: number; readonly at: number },
  lines: readonly RefusedLine[],
): Promise<number> {
  if (lines.length === 0) return 0;
  const rows = await transaction.query('history_refused/insert_refused', {
    store,
    generation,
    at: new Date(at),
    document_id: lines.map(({ documentId }) => documentId),
    object: lines.map(({ object }) => object),
    line: lines.map(({ line }) => line),
    rule: lines.map(({ rule }) => rule),
    detail: lines.map(({ detail }) => detail.slice(0, detailLength)),
    text: lines.map(({ text }) => text),
  });
  return rows.length;
}

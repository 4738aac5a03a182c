import type { FoundColumn, Selection, SourceReader, SourceRow } from './source-reader.js';

/** What an error of the source is to a person. */
export type Explain = (error: unknown) => Error;

/** A reader whose errors are sentences without its secret. */
export class GuardedReader implements SourceReader {
  readonly greatest?: (column: FoundColumn) => Promise<string | null>;

  constructor(
    private readonly reader: SourceReader,
    private readonly explain: Explain,
  ) {
    if (reader.greatest !== undefined) this.greatest = (column) => this.ask(reader.greatest?.(column));
  }

  columns(): Promise<readonly FoundColumn[]> {
    return this.ask(this.reader.columns());
  }

  estimate(): Promise<number | null> {
    return this.ask(this.reader.estimate());
  }

  rows(selection: Selection): AsyncIterable<SourceRow> {
    return explained(this.reader.rows(selection), this.explain);
  }

  close(): Promise<void> {
    return this.reader.close();
  }

  private async ask<Answer>(answer: Promise<Answer> | undefined): Promise<Answer> {
    try {
      return (await answer) as Answer;
    } catch (error) {
      throw this.explain(error);
    }
  }
}

/** What a source gives; an error of whoever takes it is not the source's. */
export async function* explained<Item>(items: AsyncIterable<Item>, explain: Explain): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  let isDone = false;
  try {
    for (;;) {
      const next = await iterator.next().catch((error: unknown) => {
        isDone = true;
        throw explain(error);
      });
      if (next.done === true) {
        isDone = true;
        return;
      }
      yield next.value;
    }
  } finally {
    // Whoever takes it has stopped: so does what gives it.
    if (!isDone) await iterator.return?.();
  }
}

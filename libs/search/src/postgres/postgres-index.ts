import { isRefusal, type Database, type Transaction } from '#libs/postgres';
import type { HistoryGeneration, HistoryIndex, NewDocument, RefusedDocument, WriteContext } from '../history.js';
import { monthOf } from '../month.js';
import { propertyTerm, quoted } from './lexemes.js';
import { reasonOf } from './postgres-error.js';

/** The history in the services' own database: one table, by generation and month. */
export class PostgresIndex implements HistoryIndex {
  constructor(private readonly database: Database) {}

  async write(
    { generation }: HistoryGeneration,
    documents: readonly NewDocument[],
    { transaction }: WriteContext,
  ): Promise<readonly RefusedDocument[]> {
    if (documents.length === 0) return [];
    const months = new Set(documents.map(({ time }) => `${monthOf(time)}-01`));
    await transaction.query('history/make_months', { generation, months: [...months] });
    const { arrival } = await transaction.one<{ arrival: number }>('history/next_arrival', { generation });
    return this.insert(transaction, { generation, arrival }, documents);
  }

  async publish(generation: number): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await transaction.query('history/make_months', { generation, months: [] });
      await transaction.query('history/publish_generation', { generation });
    });
  }

  async has(generation: number): Promise<boolean> {
    return (await this.database.maybeOne('history/find_build', { generation })) !== undefined;
  }

  async count(generation: number): Promise<number> {
    return (await this.database.one<{ documents: number }>('history/count_documents', { generation })).documents;
  }

  async keep(generations: readonly number[], firstMonth: string): Promise<void> {
    await this.database.query('history/drop_months', { generations, first_month: `${firstMonth}-01` });
  }

  /** All at once; where a document is not what a column can hold, half by half until it is known which. */
  private async insert(
    transaction: Transaction,
    place: { readonly generation: number; readonly arrival: number },
    documents: readonly NewDocument[],
  ): Promise<RefusedDocument[]> {
    const rows = JSON.stringify(documents.map(rowOf));
    try {
      await transaction.attempt(() => transaction.query('history/insert_documents', { ...place, documents: rows }));
      return [];
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const [document] = documents;
      if (documents.length === 1 && document !== undefined) return [{ document, ...reasonOf(error) }];
      const half = Math.ceil(documents.length / 2);
      const first = await this.insert(transaction, place, documents.slice(0, half));
      return [...first, ...(await this.insert(transaction, place, documents.slice(half)))];
    }
  }
}

function rowOf({ words, properties, link: _, ...fields }: NewDocument): object {
  const terms = Object.entries(properties).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => propertyTerm(name, one)),
  );
  return { ...fields, properties, words: [...words, ...terms].map(quoted).join(' ') };
}

import type { Clock, ClosedBatch } from '#libs/contracts';
import type { ObjectStore } from '#libs/objects';
import type { Database, Transaction } from '#libs/postgres';
import type { CountryOf } from '../document/document-parts.js';
import { badLine, lineDocument } from '../document/row-document.js';
import type { HistoryIndex, NewDocument } from '../history.js';
import { monthsBefore, monthStart } from '../month.js';
import { historyObjects, objectLines, type HistoryObject, type ObjectLine } from './batch-lines.js';
import type { Generation, Generations, Position } from './generations.js';
import { insertLinks } from './links.js';
import { insertRefused, type RefusedLine } from './refused-lines.js';

export interface FollowerOptions {
  readonly clock: Clock;
  /** Whole months before the current one whose documents are kept. */
  readonly retentionMonths: number;
  readonly countryOf: CountryOf;
  /** Lines that are written and committed together, fewer where they are long. */
  readonly linesAtOnce: number;
  /** Told of documents and lines that were refused, once each. */
  readonly onRefused: (lines: number) => void;
}

/** Whoever moves a build on: the sink with its lease, or a job with its own. */
export interface Holder {
  readonly signal: AbortSignal;
  /** Last in each transaction: throws when another has taken over. */
  hold(transaction: Transaction): Promise<void>;
}

/** A line whose document the store may still refuse. */
interface Origin {
  readonly object: string;
  readonly line: number;
  readonly text: string;
}

/** Some lines of a batch, made into documents. */
interface Portion {
  readonly documents: Map<NewDocument, Origin>;
  readonly refused: RefusedLine[];
  lines: number;
  /** Characters of the lines. */
  length: number;
}

/** Two portions are in memory at once, and a document is some times its line. */
const portionLength = 4_194_304;
const aheadMs = 31 * 86_400_000;

/**
 * Closed batches into a build of the history: some lines at a time, each with the place after them, so that what is cut
 * short anywhere goes on there.
 */
export class Follower {
  constructor(
    private readonly database: Database,
    private readonly objects: ObjectStore,
    private readonly index: HistoryIndex,
    readonly generations: Generations,
    private readonly options: FollowerOptions,
  ) {}

  /** The month before which nothing is kept. */
  firstMonth(): string {
    return monthsBefore(this.options.clock.now(), this.options.retentionMonths);
  }

  /** Closed batches that a build has not passed, in their order. */
  waiting({ sequence }: Position, batches: number): Promise<ClosedBatch[]> {
    return this.database.query('bucket_batch/list_closed', { after_sequence: sequence, row_limit: batches });
  }

  /**
   * Takes in the next batch of a build. @returns the build after it.
   * @throws what the stores throw when they are away; what was committed by then is kept.
   */
  async follow(start: Generation, batch: ClosedBatch, holder: Holder): Promise<Generation> {
    const from = monthStart(this.firstMonth());
    let portion = emptyPortion();
    let passed = 0;
    // One portion is read while the one before it is written; never more of them.
    let writing = Promise.resolve(start);
    try {
      for (const object of historyObjects(batch))
        for await (const line of objectLines(this.objects, object)) {
          if (++passed <= start.lines) continue;
          this.read(portion, object, line, from);
          if (++portion.lines < this.options.linesAtOnce && portion.length < portionLength) continue;
          const to = { sequence: start.sequence, lines: passed };
          writing = this.commit(await writing, portion, to, holder);
          // It is told when the next one is read.
          writing.catch(() => undefined);
          portion = emptyPortion();
        }
      return await this.commit(await writing, portion, { sequence: batch.sequence, lines: 0 }, holder);
    } finally {
      await Promise.allSettled([writing]);
    }
  }

  private read(portion: Portion, { table, object, source }: HistoryObject, line: ObjectLine, from: number): void {
    if ('bad' in line) {
      portion.refused.push({ documentId: null, object, line: line.line, ...line.bad });
      return;
    }
    portion.length += line.text.length;
    const origin = { object, line: line.line, text: line.text };
    const made = lineDocument(table, line.text, source, this.options.countryOf);
    if ('rule' in made) portion.refused.push({ documentId: null, ...origin, ...made });
    else if (made.time > this.options.clock.now() + aheadMs)
      portion.refused.push(refusedLine(made, origin, 'time', 'more than a month ahead'));
    else if (made.time >= from) portion.documents.set(made, origin);
  }

  private async commit(generation: Generation, portion: Portion, to: Position, holder: Holder): Promise<Generation> {
    holder.signal.throwIfAborted();
    const target = { generation: generation.generation, isLive: generation.state === 'live' };
    const documents = [...portion.documents.keys()];
    const refused = await this.database.transaction(async (transaction) => {
      const rejected = await this.index.write(target, documents, { transaction, signal: holder.signal });
      await insertLinks(transaction, documents);
      const lines = rejected.flatMap(({ document, rule, detail }) => {
        const origin = portion.documents.get(document);
        return origin === undefined ? [] : [refusedLine(document, origin, rule, detail)];
      });
      const about = { store: this.generations.store, generation: generation.generation, at: this.options.clock.now() };
      const kept = await insertRefused(transaction, about, [...portion.refused, ...lines]);
      await holder.hold(transaction);
      if (!(await this.generations.move(transaction, generation, to)))
        throw new Error(`The build ${generation.generation} of the history was moved on by another.`);
      return kept;
    });
    if (refused > 0) this.options.onRefused(refused);
    return { ...generation, ...to };
  }
}

const emptyPortion = (): Portion => ({ documents: new Map(), refused: [], lines: 0, length: 0 });

const refusedLine = (
  { id }: NewDocument,
  { object, line, text }: Origin,
  rule: string,
  detail: string,
): RefusedLine => ({
  documentId: id,
  object,
  line,
  ...badLine(rule, detail, text),
});

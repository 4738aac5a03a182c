import type { Unstored } from './writer.js';

/** Beyond this the oldest are forgotten: their repeats wait as answers of their own, and are stored as repeats. */
const mostRemembered = 10_000;

interface Waiting {
  readonly first: Unstored;
  readonly kept: Promise<Unstored>;
}

/** The latest answer of each pledge that waits in this process's spool: until it is stored, its body gets it again. */
export class SpooledAnswers {
  private readonly latest = new Map<string, Waiting>();

  /** The one that waits for this body, under this stamp (a test key's are in no order); durable when it resolves. */
  find({ row }: Unstored): Promise<Unstored> | undefined {
    const waiting = this.latest.get(keyOf(row));
    if (waiting?.first.row.body_hash !== row.body_hash) return undefined;
    return row.live && waiting.first.row.stamp !== row.stamp ? undefined : waiting.kept;
  }

  /** Of several that come at once the first is appended, and is the answer of all. @throws what `append` throws. */
  keep(item: Unstored, append: (item: Unstored) => Promise<void>): Promise<Unstored> {
    const found = this.find(item);
    if (found !== undefined) return found;
    const kept = append(item).then(() => item);
    kept.catch(() => this.forget(item));
    this.latest.delete(keyOf(item.row));
    this.latest.set(keyOf(item.row), { first: item, kept });
    const [oldest] = this.latest.keys();
    if (this.latest.size > mostRemembered && oldest !== undefined) this.latest.delete(oldest);
    return kept;
  }

  /** It is stored, or never will be. */
  forget({ row }: Unstored): void {
    if (this.latest.get(keyOf(row))?.first.row.id === row.id) this.latest.delete(keyOf(row));
  }
}

const keyOf = ({ live, pledge_id }: Unstored['row']): string => `${live}:${pledge_id}`;

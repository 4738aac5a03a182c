import { isConnectionError } from '#libs/postgres';

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly key: string;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** An item that was handed in; the same item handed in twice is two of them. */
export interface Entered<Result> {
  readonly result: Promise<Result>;
  /** Takes it out again: it will be neither resolved nor rejected. False once its transaction has begun. */
  readonly withdraw: () => boolean;
}

/**
 * Stores what comes in while a transaction is under way together in the next one: one commit for many.
 * Items of one key never share a batch, nor overtake one another. An item that the store refuses fails by itself.
 */
export class GroupCommit<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = [];
  private readonly underWay = new Set<string>();
  private running = 0;

  constructor(
    private readonly store: (batch: readonly Item[]) => Promise<readonly Result[]>,
    private readonly keyOf: (item: Item) => string,
    private readonly limits: { readonly batch: number; readonly transactions: number },
  ) {}

  add(item: Item): Entered<Result> {
    let entry: Waiting<Item, Result> | undefined;
    const result = new Promise<Result>((resolve, reject) => {
      entry = { item, key: this.keyOf(item), resolve, reject };
      this.waiting.push(entry);
    });
    void this.flush();
    const withdraw = (): boolean => {
      const index = this.waiting.findIndex((one) => one === entry);
      if (index >= 0) this.waiting.splice(index, 1);
      return index >= 0;
    };
    return { result, withdraw };
  }

  private async flush(): Promise<void> {
    if (this.running >= this.limits.transactions) return;
    const batch = this.take();
    if (batch.length === 0) return;
    this.running += 1;
    await this.commit(batch);
    this.running -= 1;
    for (const { key } of batch) this.underWay.delete(key);
    void this.flush();
  }

  private async commit(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.store(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result === undefined) reject(new Error('A stored batch gave no result for one of its items.'));
        else resolve(result);
      });
    } catch (error) {
      if (batch.length === 1 || isConnectionError(error)) for (const { reject } of batch) reject(error);
      else for (const one of batch) await this.commit([one]);
    }
  }

  private take(): Waiting<Item, Result>[] {
    const batch: Waiting<Item, Result>[] = [];
    const left: Waiting<Item, Result>[] = [];
    for (const one of this.waiting) {
      if (batch.length >= this.limits.batch || this.underWay.has(one.key)) left.push(one);
      else {
        this.underWay.add(one.key);
        batch.push(one);
      }
    }
    this.waiting.splice(0, this.waiting.length, ...left);
    return batch;
  }
}

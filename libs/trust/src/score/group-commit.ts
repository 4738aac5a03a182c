interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Stores what comes in while a transaction is under way together in the next one: one commit for many.
 * Items of one key never share a batch, nor overtake one another.
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

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      void this.flush();
    });
  }

  /** Takes an item out again, unless its transaction has begun. */
  withdraw(item: Item): void {
    const index = this.waiting.findIndex((one) => one.item === item);
    if (index >= 0) this.waiting.splice(index, 1);
  }

  private async flush(): Promise<void> {
    if (this.running >= this.limits.transactions) return;
    const batch = this.take();
    if (batch.length === 0) return;
    this.running += 1;
    try {
      const results = await this.store(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result === undefined) reject(new Error('A stored batch gave no result for one of its items.'));
        else resolve(result);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.running -= 1;
      for (const { item } of batch) this.underWay.delete(this.keyOf(item));
      void this.flush();
    }
  }

  private take(): Waiting<Item, Result>[] {
    const batch: Waiting<Item, Result>[] = [];
    const left: Waiting<Item, Result>[] = [];
    for (const one of this.waiting) {
      const key = this.keyOf(one.item);
      if (batch.length >= this.limits.batch || this.underWay.has(key)) left.push(one);
      else {
        this.underWay.add(key);
        batch.push(one);
      }
    }
    this.waiting.splice(0, this.waiting.length, ...left);
    return batch;
  }
}

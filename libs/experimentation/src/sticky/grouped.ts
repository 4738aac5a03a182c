import { unavailable } from '#libs/errors';

/** Two: while one group is on its way, the next is gathered. */
const groupsAtOnce = 2;
const groupLimit = 1_000;
const waitingLimit = 20_000;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Many calls that come close together become one: a statement for each group, whose results are in the order of its items. */
export class Grouped<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = [];
  private running = 0;

  /** @param isRefusal whether a group failed by what is in it: it is run again in halves, so that only the bad item fails */
  constructor(
    private readonly run: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly isRefusal: (error: unknown) => boolean,
  ) {}

  /** @throws VerdictError `unavailable` at once when more waits than one process should hold. */
  add(item: Item): Promise<Result> {
    if (this.waiting.length >= waitingLimit)
      return Promise.reject(unavailable('More waits than this process holds.', 1));
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      // What else comes in this turn of the loop goes along.
      if (this.waiting.length === 1) setImmediate(() => this.start());
    });
  }

  private start(): void {
    while (this.running < groupsAtOnce && this.waiting.length > 0) {
      this.running++;
      void this.settle(this.waiting.splice(0, groupLimit)).finally(() => {
        this.running--;
        this.start();
      });
    }
  }

  private async settleHalves(group: readonly Waiting<Item, Result>[]): Promise<void> {
    const middle = group.length >> 1;
    await this.settle(group.slice(0, middle));
    await this.settle(group.slice(middle));
  }

  private async settle(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.run(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      if (group.length === 1 || !this.isRefusal(error)) for (const { reject } of group) reject(error);
      else await this.settleHalves(group);
    }
  }
}

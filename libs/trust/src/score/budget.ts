/** The caller's patience. What has not answered by then is left out of the answer, and named in it. */
export class Budget {
  private readonly started = performance.now();

  constructor(private readonly budgetMs: number) {}

  leftMs(): number {
    return Math.max(0, this.budgetMs - (performance.now() - this.started));
  }

  /** What `work` gives within the budget and within its own limit; undefined if it fails or takes longer. */
  async within<Result>(limitMs: number, work: () => Promise<Result>): Promise<Result | undefined> {
    const patience = Math.min(limitMs, this.leftMs());
    if (patience <= 0) return undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), patience);
    });
    try {
      return await Promise.race([work(), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

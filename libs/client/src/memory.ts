import type { Storage, Units } from './options.js';

/** The latest answer of a unit for an experiment. */
export interface Remembered {
  readonly variant: string;
  readonly inAnalysis: boolean;
}

type Answers = Record<string, Remembered>;

/** One entry for all units: a storage holds no more than memory does, and nothing of who was heard of long ago. */
const place = 'verdict:assignments';

/** The latest answers of a bounded number of units; the one that was not heard of for longest goes first. */
export class Memory {
  private readonly units = new Map<string, Answers>();
  /** What the storage held when it was last looked at. */
  private seen: string | null = null;

  constructor(
    private readonly limit: number,
    private readonly storage: Storage | undefined,
  ) {}

  recall(units: Units): Answers {
    this.read();
    return this.units.get(nameOf(units)) ?? {};
  }

  remember(units: Units, answers: Answers): void {
    this.keep(nameOf(units), { ...this.recall(units), ...answers });
    try {
      const text = JSON.stringify([...this.units]);
      this.storage?.setItem(place, text);
      this.seen = text;
    } catch {
      // A full or forbidden storage: remembered here all the same.
    }
  }

  /** What was there before this page, or was written by another one since. */
  private read(): void {
    try {
      const text = this.storage?.getItem(place) ?? null;
      if (text === null || text === this.seen) return;
      this.seen = text;
      for (const [name, answers] of JSON.parse(text) as [string, Answers][]) this.keep(name, answers);
    } catch {
      // Nothing that this client wrote.
    }
  }

  private keep(name: string, answers: Answers): void {
    this.units.delete(name);
    this.units.set(name, answers);
    const [oldest] = this.units.keys();
    if (this.units.size > this.limit && oldest !== undefined) this.units.delete(oldest);
  }
}

const nameOf = (units: Units): string => JSON.stringify([units.visitor, units.backer, units.project]);

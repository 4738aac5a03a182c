import type { Storage, Units } from './options.js';

/** The latest answer of a unit for an experiment. */
export interface Remembered {
  readonly variant: string;
  readonly inAnalysis: boolean;
}

type Answers = Record<string, Remembered>;

const prefix = 'verdict:';

/** The latest answers of a bounded number of units; the one that was not heard of for longest goes first. */
export class Memory {
  private readonly units = new Map<string, Answers>();

  constructor(
    private readonly limit: number,
    private readonly storage: Storage | undefined,
  ) {}

  recall(units: Units): Answers {
    const name = nameOf(units);
    return this.units.get(name) ?? this.stored(name) ?? {};
  }

  remember(units: Units, answers: Answers): void {
    const name = nameOf(units);
    const all = { ...this.recall(units), ...answers };
    this.units.delete(name);
    this.units.set(name, all);
    const [oldest] = this.units.keys();
    if (this.units.size > this.limit && oldest !== undefined) this.units.delete(oldest);
    try {
      this.storage?.setItem(prefix + name, JSON.stringify(all));
    } catch {
      // A full or forbidden storage: remembered here all the same.
    }
  }

  private stored(name: string): Answers | undefined {
    try {
      const text = this.storage?.getItem(prefix + name);
      return text == null ? undefined : (JSON.parse(text) as Answers);
    } catch {
      return undefined;
    }
  }
}

const nameOf = (units: Units): string => JSON.stringify([units.visitor, units.backer, units.project]);

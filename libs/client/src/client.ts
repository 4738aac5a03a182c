import { ExposureQueue } from './exposure-queue.js';
import { Memory, type Remembered } from './memory.js';
import type { ClientOptions, Experiments, Unit, Units } from './options.js';
import { post } from './request.js';

/** What a unit gets of an experiment. `fallback`: the server did not say, in time or of this experiment. */
export interface Assigned<Variant extends string> {
  readonly variant: Variant;
  /** The server's reason (`assigned`, `not_in_coverage`, …), or `remembered` or `fallback`. */
  readonly reason: string;
  /** Whether meeting this variant is an exposure that the analysis counts. */
  readonly inAnalysis: boolean;
}

interface Answer {
  readonly assignments: readonly {
    readonly experiment: string;
    readonly variant: string | null;
    readonly reason: string;
    readonly in_analysis: boolean;
  }[];
}

type Variants<Known extends Experiments> = { readonly [Key in keyof Known]: Assigned<Known[Key]> };

/**
 * Which variant a unit sees. An answer always comes, and within its time: the server's, or else the one that it gave this
 * unit last, or else the fallback.
 *
 * @example
 * const verdict = new VerdictClient<{ reward_order: 'control' | 'cheapest_first' }>({
 *   url: 'https://verdict.example.com', key, fallback: { reward_order: 'control' },
 * });
 * const { reward_order } = await verdict.assign({ visitor: 'v-1' });
 * verdict.exposed('reward_order', reward_order, { visitor: 'v-1' });
 */
export class VerdictClient<Known extends Experiments> {
  private readonly memory: Memory;
  private readonly exposures: ExposureQueue;
  private readonly onError: (error: Error) => void;

  constructor(private readonly options: ClientOptions<Known>) {
    this.onError = options.onError ?? (() => undefined);
    this.memory = new Memory(options.remembered ?? 500, options.storage);
    this.exposures = new ExposureQueue({ url: this.url(), key: options.key, onError: this.onError });
  }

  /** Every experiment of the fallback. Never throws. */
  async assign(units: Units): Promise<Variants<Known>> {
    const experiments = Object.keys(this.options.fallback);
    try {
      const { key, timeoutMs = 300, record } = this.options;
      const body = { units, experiments, record };
      const { assignments } = await post<Answer>({ url: `${this.url()}/v1/assignments`, key, body, timeoutMs });
      return this.told(units, assignments);
    } catch (error) {
      this.onError(error as Error);
      const known = this.memory.recall(units);
      return this.each((name) => known[name] && { ...known[name], reason: 'remembered' });
    }
  }

  /**
   * Says that the unit of this experiment met the variant, if the analysis counts it; sent within a second, together with
   * others, and again until the server has it.
   */
  exposed<Key extends keyof Known & string>(experiment: Key, assigned: Assigned<Known[Key]>, unit: Unit): void {
    const [entry] = Object.entries(unit);
    if (!assigned.inAnalysis || entry === undefined) return;
    const [type, id] = entry;
    const time = new Date().toISOString();
    this.exposures.add({ experiment, variant: assigned.variant, unit: { type, id }, time });
  }

  /** Sends exposures now: before a process ends. */
  flush(): Promise<void> {
    return this.exposures.flush();
  }

  private told(units: Units, assignments: Answer['assignments']): Variants<Known> {
    const found = new Map(assignments.map((one) => [one.experiment, one]));
    const kept: Record<string, Remembered> = {};
    const variants = this.each((name) => {
      const one = found.get(name);
      if (one?.variant == null) return undefined;
      // Who is held out counts for the holdout: the server makes that of the exposure.
      const inAnalysis = one.in_analysis || one.reason === 'held_out';
      kept[name] = { variant: one.variant, inAnalysis };
      return { ...kept[name], reason: one.reason };
    });
    this.memory.remember(units, kept);
    return variants;
  }

  private each(find: (name: string) => Assigned<string> | undefined): Variants<Known> {
    const entries = Object.entries(this.options.fallback).map(([name, variant]) => [
      name,
      find(name) ?? { variant, reason: 'fallback', inAnalysis: false },
    ]);
    return Object.fromEntries(entries) as Variants<Known>;
  }

  private url(): string {
    return this.options.url.replace(/\/+$/, '');
  }
}

/** The units that the caller knows, by type. */
export type Units = Readonly<Partial<Record<'visitor' | 'backer' | 'project', string>>>;

/** The one that an experiment randomises. */
export type Unit = { readonly visitor: string } | { readonly backer: string } | { readonly project: string };

/** The variants that the code knows, by experiment: `{ reward_order: 'control' | 'cheapest_first' }`. */
export type Experiments = Readonly<Record<string, string>>;

/** What outlives a page or a process; `localStorage` is one. */
export interface Storage {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
}

export interface ClientOptions<Known extends Experiments> {
  /** Where the experiment service answers: `https://verdict.example.com`. */
  readonly url: string;
  /** A key with the scope `assignments:evaluate`, and `exposures:write` where exposures are reported. */
  readonly key: string;
  /** What is shown of each experiment where the server does not say and never said for this unit: as a rule the baseline. 100 at most. */
  readonly fallback: Known;
  /** Milliseconds that an assignment may take, retries included; 300 unless said. */
  readonly timeoutMs?: number;
  /** Whether units meet what they are assigned: the server records their exposures with the answer, and `exposed` has nothing to add. */
  readonly record?: boolean;
  /** Units whose latest answers are remembered, in `storage` too; 500 unless said. */
  readonly remembered?: number;
  /** Where they are kept too, in one entry. */
  readonly storage?: Storage;
  /** Hears what went wrong behind an answer; none of it is thrown. */
  readonly onError?: (error: Error) => void;
}

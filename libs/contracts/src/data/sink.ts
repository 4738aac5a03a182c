/** What a sink may count on while it works: one worker at a time, and a number that tells this holding from every later one. */
export interface SinkLease {
  readonly epoch: number;
  /** Aborted when the lease is lost or the worker stops. */
  readonly signal: AbortSignal;
}

export interface SinkLag {
  readonly rows: number;
  /** Age of the oldest row that waits; 0 when none does. */
  readonly seconds: number;
}

/** Something that follows the log. The runner (libs/events) calls it while this worker holds its lease. */
export interface Sink {
  readonly name: string;
  /** The lease was gained: open what only its holder may open. */
  open?(lease: SinkLease): Promise<void>;
  /** Moves one batch on; true when more waits. With `flush` it takes a batch that would otherwise wait to fill up. */
  step(lease: SinkLease, flush: boolean): Promise<boolean>;
  /** Marks the end of what is there now; the answer tells whether the sink has passed it. */
  mark(): Promise<() => Promise<boolean>>;
  lag(): Promise<SinkLag>;
  /** The lease ends, or the worker. */
  close?(): Promise<void>;
}

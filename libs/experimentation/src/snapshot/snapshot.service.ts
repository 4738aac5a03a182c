import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import { unavailable } from '#libs/errors';
import { KeptCopies } from '#libs/objects';
import { Database, DATABASE, LISTEN, type Listen } from '#libs/postgres';
import {
  experimentsOf,
  parseDefinitions,
  type DefinitionRow,
  type FlagsRow,
  type StoredDefinitions,
} from './definitions.js';
import { snapshotOf, type Snapshot } from './snapshot.js';

const copy = 'experiments.json';
/** A notification can be lost: the version is read again this often. */
const pollMs = 2_000;
/** Of a timer's: it is set again then. */
const longestTimerMs = 3_600_000;
/** A start does not wait longer than this for a database that does not answer, when there is a snapshot on its disk. */
const patienceMs = 3_000;

/**
 * The experiments and flags that this process answers by. Read at the start, at each notification, after each reconnect and when
 * the version has changed; kept, so that a process that starts while Postgres is away answers too.
 */
@Injectable()
export class SnapshotService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(SnapshotService.name);
  private snapshot: Snapshot | undefined;
  private confirmedAt = 0;
  private reading: Promise<void> | undefined;
  private again = false;
  private timer: NodeJS.Timeout | undefined;
  /** Waits for the next step of a ramp. */
  private step: NodeJS.Timeout | undefined;
  private stored: StoredDefinitions | undefined;
  private swapping: Promise<void> = Promise.resolve();
  private readonly listeners = new Set<(snapshot: Snapshot) => void>();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(KeptCopies) private readonly copies: KeptCopies,
    @Inject(LISTEN) private readonly listen: Listen,
  ) {}

  async onModuleInit(): Promise<void> {
    const stored = await this.copies.onDisk(copy, parseDefinitions);
    if (stored !== undefined) await this.hold(stored);
    const first = this.reload().catch(() => this.goWithout());
    await (stored === undefined ? first : Promise.race([first, pause(patienceMs)]));
    const again = (): void => void this.reload().catch(() => undefined);
    this.listen('configuration', { onNotify: again, onConnect: again });
    this.timer = setInterval(() => void this.poll().catch(() => undefined), pollMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    clearTimeout(this.step);
    await this.reading?.catch(() => undefined);
  }

  /** @throws VerdictError `unavailable` when neither Postgres nor what is kept had a snapshot. */
  get current(): Snapshot {
    if (this.snapshot === undefined)
      throw unavailable('The experiments are not known yet: the database is away and there is no snapshot.');
    return this.snapshot;
  }

  /** The configuration's version, or undefined without a snapshot. */
  get version(): number | undefined {
    return this.snapshot?.compiled.version;
  }

  /** Calls `listener`, which must not throw, each time that something else is answered by. @returns what ends that */
  onChange(listener: (snapshot: Snapshot) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Seconds since Postgres last confirmed the snapshot; Infinity without one. */
  ageSeconds(): number {
    return this.snapshot === undefined ? Infinity : Math.max(0, (this.clock.now() - this.confirmedAt) / 1_000);
  }

  /** Whether Postgres has confirmed the snapshot within a few polls: what it does not know does not exist. */
  isFresh(): boolean {
    return this.ageSeconds() < (5 * pollMs) / 1_000;
  }

  /** Reads everything anew. While a read is under way one more is made after it, since it may have seen the old state. */
  reload(): Promise<void> {
    if (this.reading !== undefined) {
      this.again = true;
      return this.reading;
    }
    this.reading = this.readUntilSettled().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async readUntilSettled(): Promise<void> {
    do {
      this.again = false;
      const stored = await this.read();
      if (stored === undefined) {
        this.again = true;
        continue;
      }
      const changed = stored.version !== this.version;
      await this.hold(stored);
      if (changed) await this.keep(stored);
    } while (this.again);
  }

  /** Undefined where somebody changed the one between the two reads: experiments and flags are of one version. */
  private async read(): Promise<StoredDefinitions | undefined> {
    const rows = await this.database.query<DefinitionRow>('configuration/list_definitions');
    const { configuration_version, changed_at, flags, groups } =
      await this.database.one<FlagsRow>('configuration/list_flags');
    const version = rows[0]?.configuration_version ?? 0;
    if (version !== configuration_version) return undefined;
    const [readAt, changedAt] = [this.clock.now(), changed_at.getTime()];
    return { version, readAt, changedAt, definitions: experimentsOf(rows), flags, groups };
  }

  /** Reads everything anew where the version has changed. */
  async poll(): Promise<void> {
    await this.takeStep();
    const { version } = await this.database.one<{ version: number }>('configuration/find_version');
    if (version === this.version) this.confirmedAt = this.clock.now();
    else await this.reload();
  }

  private hold(stored: StoredDefinitions): Promise<void> {
    this.stored = stored;
    return this.swap(stored.readAt);
  }

  /** One after the other, each of what is stored last: none comes behind a newer one. */
  private swap(confirmedAt: number): Promise<void> {
    const swapped = this.swapping.then(() => this.compile(confirmedAt));
    this.swapping = swapped.catch(() => undefined);
    return swapped;
  }

  private async compile(confirmedAt: number): Promise<void> {
    if (this.stored === undefined) return;
    const before = this.snapshot?.revision;
    const snapshot = await snapshotOf(this.stored, this.clock.now());
    this.snapshot = snapshot;
    this.confirmedAt = confirmedAt;
    this.waitForStep(snapshot);
    if (before !== snapshot.revision) for (const listener of this.listeners) listener(snapshot);
  }

  /** The next step of a ramp needs no database: every process takes it by its own clock. */
  private waitForStep({ until }: Snapshot): void {
    clearTimeout(this.step);
    if (until === Infinity) return;
    const ms = Math.min(Math.max(0, until - this.clock.now()), longestTimerMs);
    this.step = setTimeout(() => void this.takeStep().catch(() => undefined), ms).unref();
  }

  /** Also where the clock was set forth or back: nothing is done between the same two steps. */
  private async takeStep(): Promise<void> {
    const { snapshot } = this;
    if (snapshot === undefined) return;
    const now = this.clock.now();
    if (now >= snapshot.since && now < snapshot.until) this.waitForStep(snapshot);
    else await this.swap(this.confirmedAt);
  }

  /** A full disk must not stop the swap: the next start is the poorer for it, this process is not. */
  private async keep(stored: StoredDefinitions): Promise<void> {
    await this.copies
      .keep(copy, JSON.stringify(stored))
      .catch((error: Error) => this.logger.warn(`The snapshot could not be kept on disk: ${error.message}`));
  }

  private async goWithout(): Promise<void> {
    const kept = this.snapshot === undefined ? await this.copies.elsewhere(copy, parseDefinitions) : undefined;
    if (this.snapshot === undefined && kept !== undefined) await this.hold(kept);
    this.logger.warn(
      this.snapshot === undefined
        ? 'The database is away and there is no snapshot: assignments wait for it.'
        : `The database is away: experiments are those of version ${this.version}, from the last snapshot.`,
    );
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

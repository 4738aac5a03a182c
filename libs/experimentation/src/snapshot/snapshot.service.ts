import { join } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { unavailable } from '#libs/errors';
import { Database, DATABASE, LISTEN, type Listen } from '#libs/postgres';
import { definitionsOf, type DefinitionRow, type StoredDefinitions } from './definitions.js';
import { SnapshotFile } from './snapshot-file.js';
import { snapshotOf, type Snapshot } from './snapshot.js';

/** A notification can be lost: the version is read again this often. */
const pollMs = 2_000;
/** A start does not wait longer than this for a database that does not answer, when there is a snapshot on disk. */
const patienceMs = 3_000;

/**
 * The experiments that this process assigns by. Read at the start, at each notification, after each reconnect and when
 * the version has changed; kept on disk, so that a process that starts while Postgres is away answers too.
 */
@Injectable()
export class SnapshotService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(SnapshotService.name);
  private readonly file: SnapshotFile;
  private snapshot: Snapshot | undefined;
  private confirmedAt = 0;
  private reading: Promise<void> | undefined;
  private again = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
    @Inject(LISTEN) private readonly listen: Listen,
  ) {
    this.file = new SnapshotFile(join(config.dataFolder, 'snapshots', 'experiments.json'));
  }

  async onModuleInit(): Promise<void> {
    const stored = await this.file.read();
    if (stored !== undefined) this.hold(stored);
    const first = this.reload().catch(() => this.warn());
    await (stored === undefined ? first : Promise.race([first, pause(patienceMs)]));
    const again = (): void => void this.reload().catch(() => undefined);
    this.listen('configuration', { onNotify: again, onConnect: again });
    this.timer = setInterval(() => void this.poll().catch(() => undefined), pollMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.reading?.catch(() => undefined);
  }

  /** @throws VerdictError `unavailable` when neither Postgres nor the disk had a snapshot. */
  get current(): Snapshot {
    if (this.snapshot === undefined)
      throw unavailable('The experiments are not known yet: the database is away and there is no snapshot on disk.');
    return this.snapshot;
  }

  /** The configuration's version, or undefined without a snapshot. */
  get version(): number | undefined {
    return this.snapshot?.compiled.version;
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
      const rows = await this.database.query<DefinitionRow>('configuration/list_definitions');
      const stored = definitionsOf(rows, this.clock.now());
      const changed = stored.version !== this.version;
      this.hold(stored);
      if (changed) await this.keep(stored);
    } while (this.again);
  }

  private async poll(): Promise<void> {
    const { version } = await this.database.one<{ version: number }>('configuration/find_version');
    if (version === this.version) this.confirmedAt = this.clock.now();
    else await this.reload();
  }

  private hold(stored: StoredDefinitions): void {
    this.snapshot = snapshotOf(stored);
    this.confirmedAt = stored.readAt;
  }

  /** A full disk must not stop the swap: the next start is the poorer for it, this process is not. */
  private async keep(stored: StoredDefinitions): Promise<void> {
    await this.file
      .write(stored)
      .catch((error: Error) => this.logger.warn(`The snapshot could not be kept on disk: ${error.message}`));
  }

  private warn(): void {
    this.logger.warn(
      this.snapshot === undefined
        ? 'The database is away and there is no snapshot on disk: assignments wait for it.'
        : `The database is away: experiments are those of version ${this.version}, from the snapshot on disk.`,
    );
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

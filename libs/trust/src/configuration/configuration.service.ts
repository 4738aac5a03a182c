import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { KeptCopies } from '#libs/objects';
import { Database, DATABASE, LISTEN, type Listen } from '#libs/postgres';
import { compileConfiguration, type Configuration, type ConfigurationRows } from './configuration.js';
import { ListFollower } from '../list/list-follower.js';
import { findConfigurationVersion, keepRuleset, readConfiguration, readKeptLists } from './configuration.repository.js';
import { defaultConfiguration } from './default-configuration.js';

const copy = 'risk.json';
const pollMs = 3_000;
const firstReadMs = 2_000;

/**
 * The rules, policy, lists, inputs and rates of this process: one immutable snapshot, swapped within a second of a
 * change (NOTIFY), read again every few seconds (a notification can be lost), and kept for a start without the
 * database.
 */
@Injectable()
export class ConfigurationService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(ConfigurationService.name);
  private held: Configuration | undefined;
  private readonly lists: ListFollower;
  private readAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LISTEN) private readonly listen: Listen,
    @Inject(KeptCopies) private readonly copies: KeptCopies,
  ) {
    this.lists = new ListFollower(database);
  }

  /** The snapshot that holds now; before the first, the defaults with no rules. */
  current(): Configuration {
    return this.held ?? compileConfiguration(defaultConfiguration, this.config.companyCurrency);
  }

  /** How long an answer may take, and how long its database, in milliseconds. */
  get limits(): Config['scoring'] {
    return this.config.scoring;
  }

  get isKnown(): boolean {
    return this.held !== undefined;
  }

  /** Since it was last compared with the database; -1 before the first time. */
  ageSeconds(): number {
    return this.readAt === 0 ? -1 : (Date.now() - this.readAt) / 1_000;
  }

  async onModuleInit(): Promise<void> {
    const slow = new Promise<void>((resolve) => setTimeout(resolve, firstReadMs).unref());
    await Promise.race([this.refresh(), slow]);
    if (this.held === undefined) await this.restore();
    this.listen('risk_configuration', {
      onNotify: () => void this.refresh(),
      onConnect: () => void this.refresh(),
    });
    this.timer = setInterval(() => void this.refresh(), pollMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Reads what changed, if anything did. With the database away, what is held goes on holding. */
  async refresh(): Promise<void> {
    const before = this.reading;
    const mine = (async () => {
      await before;
      await this.read().catch(() => undefined);
    })();
    this.reading = mine;
    await mine;
  }

  private async read(): Promise<void> {
    const version = await findConfigurationVersion(this.database);
    this.readAt = Date.now();
    if (this.held?.version === version && this.lists.current().version === version) return;
    const rows = await readConfiguration(this.database, new Date());
    const compiled = compileConfiguration(rows, this.config.companyCurrency, this.lists.current());
    await keepRuleset(this.database, compiled, new Date());
    // Millions of entries take their time, at first: until they are all there, answers say that lists are missing.
    if (this.held === undefined) this.swap(compiled);
    await this.lists.follow(version, new Date());
    this.swap({ ...compiled, lists: this.lists.current() });
    await this.copies.keep(copy, JSON.stringify({ ...rows, lists: await readKeptLists(this.database) }));
  }

  private swap(compiled: Configuration): void {
    this.held = compiled;
    if (this.held.broken.length > 0)
      this.logger.error(`Live rules that no longer compile are left out: ${this.held.broken.join(', ')}.`);
  }

  private async restore(): Promise<void> {
    // What is not theirs does not compile.
    const parse = (text: string): Configuration =>
      compileConfiguration(JSON.parse(text) as ConfigurationRows, this.config.companyCurrency);
    const kept = (await this.copies.onDisk(copy, parse)) ?? (await this.copies.elsewhere(copy, parse));
    if (this.held !== undefined) return;
    if (kept !== undefined) {
      this.lists.restore(kept.lists);
      this.swap(kept);
    }
    if (kept === undefined)
      this.logger.warn('No configuration is kept: pledges are scored by the defaults until the database answers.');
  }
}

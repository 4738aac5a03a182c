import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireDataFolder } from '#libs/service';
import { PlainError } from '../plain-error.js';
import { beganAt } from './began-at.js';
import { claimantsOf, FolderClaim, type Claimant } from './folder-claim.js';

export interface Secrets {
  readonly postgresOwner: string;
  readonly postgresService: string;
  readonly redis: string;
  readonly adminPassword: string;
  /** Tokens of the keys that a first start makes. */
  readonly appKey: string;
  readonly testKey: string;
  readonly commandKey: string;
  /** What personal columns of sources are hashed with, unless SOURCE_HASH_KEY says otherwise. */
  readonly sourceHashKey: string;
}

/** Who has started on the data folder, and where it answers. */
export interface Running {
  readonly pid: number;
  readonly began: string;
  readonly url: string;
}

const leastFreeBytes = 300_000_000;
const secretNames = ['postgresOwner', 'postgresService', 'redis'] as const;

/** The folder with everything that one machine's Verdict keeps; one supervisor at a time holds it. */
export class DataFolder {
  private readonly runningFile: string;
  private claim: FolderClaim | undefined;

  constructor(readonly path: string) {
    this.runningFile = join(path, 'running.json');
  }

  /** @throws PlainError, or VerdictError, when it is no folder, cannot be written, is nearly full or is held by another supervisor. */
  async open(): Promise<void> {
    requireDataFolder(this.path);
    const { bavail, bsize } = statfsSync(this.path);
    if (bavail * bsize < leastFreeBytes)
      throw new PlainError(
        `The disk of ${this.path} is full: ${Math.floor((bavail * bsize) / 1e6)} MB are left and 300 MB are needed.`,
      );
    this.claim = await FolderClaim.take(this.path);
    if (this.claim !== undefined) return;
    this.requireUnheld();
    throw new PlainError(`Another start was taking ${this.path} at this moment; try again.`);
  }

  /** @throws PlainError when another supervisor holds it */
  requireUnheld(): void {
    const running = this.running();
    if (running !== undefined)
      throw new PlainError(`Verdict already runs on ${this.path} (process ${running.pid}, ${running.url}).`);
    const [holder] = this.claimants();
    if (holder !== undefined)
      throw new PlainError(
        `A command or a start is using ${this.path} (process ${holder.pid}); try again when it is through.`,
      );
  }

  /** Whether a start has ever made its secrets here. */
  exists(): boolean {
    return existsSync(join(this.path, 'secrets.json'));
  }

  /** The supervisor that answers for the folder now, if it is alive. */
  running(): Running | undefined {
    try {
      const told = JSON.parse(readFileSync(this.runningFile, 'utf8')) as Running;
      return beganAt(told.pid) === told.began ? told : undefined;
    } catch {
      return undefined;
    }
  }

  /** Where the app's key is. */
  get appKeyFile(): string {
    return join(this.path, 'keys/app');
  }

  /** Says where the server is, once the keys to ask it with are there: scripts wait for this file. */
  announce(url: string): void {
    const { appKey, testKey } = this.secrets();
    this.write('keys/app', appKey);
    this.write('keys/app-test', testKey);
    this.write(
      'running.json',
      JSON.stringify({ pid: process.pid, began: beganAt(process.pid), url } satisfies Running),
    );
  }

  release(): void {
    if (this.claim === undefined) return;
    if (this.running()?.pid === process.pid) rmSync(this.runningFile, { force: true });
    this.claim.release();
    this.claim = undefined;
  }

  /** The secrets of this folder, made at the first start, readable by its owner only. */
  secrets(): Secrets {
    const file = join(this.path, 'secrets.json');
    if (existsSync(file)) return this.readSecrets(file);
    if (existsSync(join(this.path, 'postgres'))) throw this.unopened(`${file} is missing`);
    const random = (): string => randomBytes(24).toString('base64url');
    const token = (kind: string): string => `vk_${kind}_${randomBytes(32).toString('base64url')}`;
    const secrets: Secrets = {
      postgresOwner: random(),
      postgresService: random(),
      redis: random(),
      adminPassword: random(),
      appKey: token('live'),
      testKey: token('test'),
      commandKey: token('live'),
      sourceHashKey: hashKey(),
    };
    this.write('secrets.json', JSON.stringify(secrets, undefined, 2));
    return secrets;
  }

  /** Writes a file that only its owner reads, whole or not at all. */
  write(name: string, text: string): string {
    const path = join(this.path, name);
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
    const fresh = `${path}.${process.pid}`;
    writeFileSync(fresh, text, { mode: 0o600 });
    chmodSync(fresh, 0o600);
    renameSync(fresh, path);
    return path;
  }

  /** None of what is no folder that can be read: whoever opens it is told so. */
  private claimants(): readonly Claimant[] {
    try {
      return claimantsOf(this.path);
    } catch {
      return [];
    }
  }

  private readSecrets(file: string): Secrets {
    try {
      const secrets = JSON.parse(readFileSync(file, 'utf8')) as Secrets;
      if (secretNames.every((name) => typeof secrets[name] === 'string')) return this.completed(secrets);
    } catch {
      // Said below: either way the file is of no use.
    }
    throw this.unopened(`${file} is damaged`);
  }

  private unopened(why: string): PlainError {
    return new PlainError(
      `${why}; the data in ${this.path} cannot be opened without it. Restore it, or move the folder away.`,
    );
  }

  /** A folder of an earlier version lacks what came later. */
  private completed(secrets: Omit<Secrets, 'sourceHashKey'> & Partial<Secrets>): Secrets {
    const { sourceHashKey } = secrets;
    if (sourceHashKey !== undefined) return { ...secrets, sourceHashKey };
    const whole = { ...secrets, sourceHashKey: hashKey() };
    this.write('secrets.json', JSON.stringify(whole, undefined, 2));
    return whole;
  }
}

const hashKey = (): string => randomBytes(32).toString('hex');

import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#libs/contracts';

const extension = '.spool';
const aliveExtension = '.alive';
const silentMs = 30_000;
const beatMs = 5_000;

/**
 * The files of a spool: `<ms>-<number>-<owner>.spool`, so that names sort by age. Several processes may share a folder; each
 * writes and drains files of its own, and takes over those whose owner is gone: silent for 30 s, or its process ended.
 */
export class SpoolFolder {
  private readonly owner = randomUUID().replaceAll('-', '');
  private readonly timer: NodeJS.Timeout;
  private sequence = 0;

  private constructor(
    private readonly folder: string,
    private readonly clock: Clock,
  ) {
    this.timer = setInterval(() => void this.beat(), beatMs);
    this.timer.unref();
  }

  static async open(folder: string, clock: Clock): Promise<SpoolFolder> {
    await mkdir(folder, { recursive: true });
    const opened = new SpoolFolder(folder, clock);
    await writeFile(opened.alivePath(opened.owner), `${hostname()} ${process.pid}`);
    return opened;
  }

  nextPath(): string {
    return this.pathOf(`${String(this.clock.now()).padStart(14, '0')}-${String(++this.sequence).padStart(9, '0')}`);
  }

  /** Own files, oldest first. */
  async list(): Promise<string[]> {
    const names = await readdir(this.folder);
    return names
      .filter((name) => name.endsWith(`-${this.owner}${extension}`))
      .sort()
      .map((name) => join(this.folder, name));
  }

  /** Renaming is atomic: of several that try, one takes the file. Its owner, should it wake up, misses it (`isOurs`). */
  async adopt(): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith(extension));
    const owners = new Set(names.map(ownerOf).filter((owner) => owner !== this.owner));
    for (const owner of owners) {
      if (await this.isAlive(owner)) continue;
      for (const name of names.filter((one) => ownerOf(one) === owner))
        await rename(join(this.folder, name), this.pathOf(name.split('-', 2).join('-'))).catch(ignoreMissing);
      await rm(this.alivePath(owner), { force: true });
    }
  }

  /** False when another process took the file over. */
  async isOurs(path: string): Promise<boolean> {
    return stat(path).then(
      () => true,
      (error: unknown) => {
        ignoreMissing(error);
        return false;
      },
    );
  }

  /** New and removed names are durable only now. */
  async sync(): Promise<void> {
    const handle = await open(this.folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** What is left here, the next process takes at once. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await rm(this.alivePath(this.owner), { force: true });
  }

  private async isAlive(owner: string): Promise<boolean> {
    const path = this.alivePath(owner);
    const [info, text] = await Promise.all([stat(path), readFile(path, 'utf8')]).catch((error: unknown) => {
      ignoreMissing(error);
      return [undefined, ''] as const;
    });
    if (info === undefined || Date.now() - info.mtimeMs > silentMs) return false;
    const [host, pid] = text.split(' ');
    return host !== hostname() || processRuns(Number(pid));
  }

  private async beat(): Promise<void> {
    const now = new Date();
    await utimes(this.alivePath(this.owner), now, now).catch(() => undefined);
  }

  private pathOf = (age: string): string => join(this.folder, `${age}-${this.owner}${extension}`);

  private alivePath = (owner: string): string => join(this.folder, `${owner}${aliveExtension}`);
}

const ownerOf = (name: string): string => name.slice(name.lastIndexOf('-') + 1, -extension.length);

function processRuns(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isCode(error, 'ESRCH');
  }
}

function ignoreMissing(error: unknown): void {
  if (!isCode(error, 'ENOENT')) throw error;
}

const isCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

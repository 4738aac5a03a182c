import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectStore } from './object-store.js';

/** A start waits no longer for object storage, and an end no longer for what is on its way there. */
const startMs = 5_000;
const endMs = 10_000;
const retryMs = 30_000;

/**
 * What a process keeps of Postgres for a start without it: on its disk, and in object storage under `snapshots/` for a
 * process whose disk is new. Each process of a kind writes the same there; the last to hear of a change writes it last.
 */
export class KeptCopies {
  private readonly waiting = new Map<string, string>();
  private writing: Promise<void> = Promise.resolve();
  private putting: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly folder: string,
    private readonly objects: () => Promise<ObjectStore>,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** The copy on this disk; undefined when there is none, or none that `parse` can read. */
  onDisk<Value>(name: string, parse: (text: string) => Value): Promise<Value | undefined> {
    return readFile(join(this.folder, name), 'utf8')
      .then(parse)
      .catch(() => undefined);
  }

  /** The copy in object storage; undefined too when that does not answer within five seconds. */
  async elsewhere<Value>(name: string, parse: (text: string) => Value): Promise<Value | undefined> {
    const read = async (): Promise<Value> =>
      parse((await (await this.objects()).read(objectOf(name))).toString('utf8'));
    return within(
      startMs,
      read().catch(() => undefined),
    );
  }

  /**
   * On disk when it resolves, whole or not at all; in object storage soon after, for which nobody waits.
   * @throws Error of the file system
   */
  keep(name: string, text: string): Promise<void> {
    this.waiting.set(name, text);
    this.put();
    const mine = this.writing.catch(() => undefined).then(() => this.write(name, text));
    this.writing = mine;
    return mine;
  }

  /** Ends what is under way, within ten seconds. */
  async close(): Promise<void> {
    await within(endMs, this.putting ?? Promise.resolve());
    clearTimeout(this.timer);
  }

  private async write(name: string, text: string): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, name);
    const fresh = `${path}.${process.pid}`;
    const file = await open(fresh, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, path);
  }

  private put(): void {
    this.putting ??= this.putUntilDone();
  }

  private async putUntilDone(): Promise<void> {
    const isDone = await this.putAll();
    this.putting = undefined;
    // What came between the last look and this moment found the work still under way.
    if (isDone && this.waiting.size > 0) this.put();
  }

  /** One after the other, so that an older text never comes after a newer one. @returns false when it goes on later. */
  private async putAll(): Promise<boolean> {
    for (const [name, text] of this.waiting) {
      this.waiting.delete(name);
      try {
        await (await this.objects()).put(objectOf(name), text);
      } catch (error) {
        this.onFailure(error);
        if (!this.waiting.has(name)) this.waiting.set(name, text);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.put(), retryMs).unref();
        return false;
      }
    }
    return true;
  }
}

const objectOf = (name: string): string => `snapshots/${name}`;

/** What it resolves to, or undefined when that takes longer. */
function within<Value>(ms: number, work: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

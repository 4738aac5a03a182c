import { open, readFile, rm, stat, type FileHandle } from 'node:fs/promises';
import type { Clock } from '#libs/contracts';
import { unavailable } from '#libs/errors';
import { DeadLetters } from './dead-letters.js';
import { parseSpool, spoolLine } from './spool-file.js';
import { SpoolFolder } from './spool-folder.js';

export interface SpoolOptions {
  /** Beyond this, `append` refuses: a full disk would take more with it. */
  readonly byteLimit: number;
  /** At this size a new file is begun. */
  readonly fileBytes: number;
  /** Lines were set aside there: they are damaged (a failing disk, an edited file), or the store refuses them. */
  readonly onDead: (path: string, lines: number) => void;
  /** It takes nothing any more, and why; told once, until it has taken something again. */
  readonly onUnwritten: (reason: string) => void;
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly path: string;
  bytes: number;
}

const defaults: SpoolOptions = {
  byteLimit: 1_073_741_824,
  fileBytes: 16_777_216,
  onDead: () => undefined,
  onUnwritten: () => undefined,
};
const handlerEntries = 500;

/** Takes entries, and gives back those that the store refuses for good. @throws whatever means: not now. */
export type SpoolHandler<Entry> = (entries: readonly Entry[]) => Promise<readonly Entry[]>;

/**
 * What was acknowledged while its store was away: lines in local files, synced before `append` resolves, many calls at
 * once. They are drained in order, at least once: whoever takes them must count a repeat once. One that nobody can take
 * is set aside, so that it holds up no other.
 */
export class Spool<Entry> {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;
  private draining: Promise<number> | undefined;
  private file: OpenFile | undefined;
  /** What keeps it from taking more, of which somebody was told. */
  private hindrance: 'disk' | 'limit' | undefined;
  private readonly sizes = new Map<string, number>();

  private constructor(
    private readonly files: SpoolFolder,
    private readonly dead: DeadLetters,
    private readonly options: SpoolOptions,
  ) {}

  /** `folder` is made if it is missing; what a process that is gone left there is drained too. */
  static async open<Entry>(folder: string, clock: Clock, options: Partial<SpoolOptions> = {}): Promise<Spool<Entry>> {
    const files = await SpoolFolder.open(folder, clock);
    const spool = new Spool<Entry>(files, new DeadLetters(folder), { ...defaults, ...options });
    await spool.files.adopt();
    await spool.measure();
    return spool;
  }

  /** Bytes that wait to be drained. */
  bytes(): number {
    let sum = 0;
    for (const size of this.sizes.values()) sum += size;
    return sum;
  }

  /** Entries that nobody could take, in this folder. */
  deadLetters(): number {
    return this.dead.count();
  }

  /** Resolves when the entry is on the disk. @throws VerdictError `unavailable` when the spool, or the disk, is full. */
  append(entry: Entry): Promise<void> {
    const line = spoolLine(entry);
    if (this.bytes() + line.length > this.options.byteLimit) {
      this.tell('limit', `its ${this.options.byteLimit} bytes are full`);
      return Promise.reject(unavailable('The spool is full: what it waits for has been away for too long.', 30));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ line, resolve, reject });
      this.writing ??= this.write();
    });
  }

  /**
   * Hands on what waits, oldest first, in portions; a file goes when all of it was taken.
   * @returns how many entries were taken. @throws what the handler throws: the rest stays for the next time.
   */
  drain(handler: SpoolHandler<Entry>): Promise<number> {
    this.draining ??= this.drainFiles(handler).finally(() => (this.draining = undefined));
    return this.draining;
  }

  /** Keeps what never was in the spool, and can be handed on to nobody either. */
  setAside(entries: readonly unknown[]): Promise<void> {
    return this.bury(this.files.nextPath(), entries.map(spoolLine));
  }

  async close(): Promise<void> {
    await this.writing;
    await this.draining?.catch(() => undefined);
    await this.endFile();
    await this.files.close();
  }

  /** One write and one sync for all that wait; meanwhile the next gather. */
  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0);
      try {
        await this.writeGroup(group.map(({ line }) => line).join(''));
        if (this.hindrance === 'disk') this.hindrance = undefined;
        for (const { resolve } of group) resolve();
      } catch (error) {
        const reason = reasonOf(error);
        this.tell('disk', reason);
        // Half a line may be on the disk: nothing may follow it in that file.
        await this.endFile().catch(() => undefined);
        for (const { reject } of group) reject(unwritten(reason));
      }
    }
    this.writing = undefined;
  }

  private tell(hindrance: 'disk' | 'limit', reason: string): void {
    if (this.hindrance !== undefined) return;
    this.hindrance = hindrance;
    this.options.onUnwritten(reason);
  }

  private async writeGroup(text: string): Promise<void> {
    const file = this.file ?? (await this.beginFile());
    const bytes = Buffer.from(text);
    await file.handle.writeFile(bytes);
    await file.handle.datasync();
    file.bytes += bytes.length;
    this.sizes.set(file.path, file.bytes);
    if (!(await this.files.isOurs(file.path))) {
      this.sizes.delete(file.path);
      await this.endFile();
      return this.writeGroup(text);
    }
    if (file.bytes >= this.options.fileBytes) await this.endFile();
  }

  private async beginFile(): Promise<OpenFile> {
    const path = this.files.nextPath();
    const file = { handle: await open(path, 'ax', 0o600), path, bytes: 0 };
    this.file = file;
    await this.files.sync();
    return file;
  }

  private async endFile(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    await file?.handle.close();
  }

  private async drainFiles(handler: SpoolHandler<Entry>): Promise<number> {
    await this.files.adopt();
    // What is being written now goes into the current file, which is drained too: it must not grow any more.
    while (this.writing !== undefined) await this.writing;
    const current = this.file;
    this.file = undefined;
    await current?.handle.close();
    let taken = 0;
    for (const path of await this.files.list()) {
      if (path === this.openPath()) continue;
      const { records, damaged } = parseSpool(await readFile(path, 'utf8'));
      const refused: Entry[] = [];
      for (let start = 0; start < records.length; start += handlerEntries)
        refused.push(...(await handler(records.slice(start, start + handlerEntries) as Entry[])));
      taken += records.length - refused.length;
      await this.bury(path, [...damaged, ...refused.map(spoolLine)]);
      await rm(path, { force: true });
      this.sizes.delete(path);
    }
    await this.measure();
    if (this.hindrance === 'limit') this.hindrance = undefined;
    return taken;
  }

  private async bury(path: string, lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    const grave = await this.dead.keep(path, lines);
    await this.files.sync();
    await this.dead.measure();
    this.options.onDead(grave, lines.length);
  }

  private openPath(): string | undefined {
    return this.file?.path;
  }

  /** Own files are known as they are written; here those that came from or went to another process. */
  private async measure(): Promise<void> {
    const known = [...this.sizes.keys()];
    const listed = await this.files.list();
    for (const path of known) if (!listed.includes(path)) this.sizes.delete(path);
    for (const path of listed) {
      const size = await sizeOf(path);
      if (!this.sizes.has(path)) this.sizes.set(path, size);
    }
    await this.dead.measure();
  }
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return code === 'ENOSPC' || code === 'EDQUOT' ? 'its disk is full' : code || String(error);
}

/** A disk that is full or away: whoever asked can ask again. */
const unwritten = (reason: string): Error =>
  unavailable(`The spool cannot be written (${reason}); nothing was promised, send it again.`, 10);

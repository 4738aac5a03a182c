import { createReadStream, type Dirent } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { notFound } from '#libs/errors';
import { checkObjectName, folderOfPrefix } from './object-name.js';
import type { ObjectStore } from './object-store.js';

/** As `put` names what is not whole yet. */
const unfinished = /^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** However long its bytes are in coming, a file that is being written is never older. */
const freshenMs = 60_000;

/** Objects as files below a folder. Each is written beside its place, synced, and moved there: never seen half written. */
export class FolderStore implements ObjectStore {
  private readonly root: string;

  constructor(
    folder: string,
    private readonly freshMs = freshenMs,
  ) {
    this.root = resolve(folder);
  }

  async put(name: string, content: Buffer | string | Readable): Promise<void> {
    const path = this.localPath(name);
    const folder = dirname(path);
    const made = await mkdir(folder, { recursive: true });
    const temporary = join(folder, `.${randomUUID()}`);
    try {
      await writeSynced(temporary, content, this.freshMs);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolders(folder, made === undefined ? folder : dirname(made));
  }

  async get(name: string): Promise<Readable> {
    const path = this.localPath(name);
    const found = await stat(path).catch((error: unknown) => missing(name, error));
    if (!found.isFile()) throw noObject(name);
    return createReadStream(path);
  }

  async read(name: string): Promise<Buffer> {
    return readFile(this.localPath(name)).catch((error: unknown) => missing(name, error));
  }

  /** Only the folder that the prefix names is walked. */
  async list(prefix: string): Promise<string[]> {
    const files = await filesBelow(join(this.root, folderOfPrefix(prefix)));
    return files
      .filter((entry) => !entry.name.startsWith('.'))
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(this.root.length + 1)
          .split(sep)
          .join('/'),
      )
      .filter((name) => name.startsWith(prefix))
      .sort();
  }

  async exists(name: string): Promise<boolean> {
    return stat(this.localPath(name)).then(
      (found) => found.isFile(),
      (error: unknown) => {
        if (isAbsence(error)) return false;
        throw error;
      },
    );
  }

  async delete(name: string): Promise<void> {
    if (await this.exists(name)) await rm(this.localPath(name), { force: true });
  }

  async sweep(before: Date): Promise<number> {
    let removed = 0;
    for (const { parentPath, name } of await filesBelow(this.root)) {
      if (!unfinished.test(name)) continue;
      const path = join(parentPath, name);
      const found = await stat(path).catch(() => undefined);
      if (found === undefined || found.mtimeMs >= before.getTime()) continue;
      await rm(path, { force: true });
      removed += 1;
    }
    return removed;
  }

  localPath(name: string): string {
    checkObjectName(name);
    return join(this.root, name);
  }
}

async function filesBelow(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (isAbsence(error)) return [];
    throw error;
  });
  return entries.filter((entry) => entry.isFile());
}

async function writeSynced(path: string, content: Buffer | string | Readable, freshMs: number): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  // Whoever waits for its bytes says so: to a sweep on this machine or another it is not left behind.
  const fresh = setInterval(() => {
    const now = new Date();
    void file.utimes(now, now).catch(() => undefined);
  }, freshMs).unref();
  try {
    if (typeof content === 'string' || Buffer.isBuffer(content)) await file.writeFile(content);
    else for await (const chunk of content) await file.writeFile(chunk);
    await file.sync();
  } finally {
    clearInterval(fresh);
    await file.close();
  }
}

/** A name is durable once the folder that holds it is synced, and that folder's own name above it. */
async function syncFolders(folder: string, until: string): Promise<void> {
  for (let at = folder; ; at = dirname(at)) {
    await syncFolder(at);
    if (at === until || at === dirname(at)) return;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function missing(name: string, error: unknown): never {
  throw isAbsence(error) ? noObject(name) : error;
}

const noObject = (name: string): Error => notFound(`No object ${name}.`);

/** Nothing there, or a folder in which objects lie, or an object where a folder would be. */
const isAbsence = (error: unknown): boolean => ['ENOENT', 'EISDIR', 'ENOTDIR'].some((code) => isCode(error, code));

const isCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

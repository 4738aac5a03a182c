import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

const extension = '.dead';

/**
 * What a spool can hand on to nobody: lines that are damaged, or that the store refuses. They stay in the spool's folder,
 * in a file named after the one that they were in; renamed to `.spool` again, they are taken once more.
 */
export class DeadLetters {
  private found = new Map<string, { readonly bytes: number; readonly lines: number }>();

  constructor(private readonly folder: string) {}

  /** Lines in the folder, whoever left them there, when it was last measured. */
  count(): number {
    return [...this.found.values()].reduce((sum, { lines }) => sum + lines, 0);
  }

  /** Durable when it resolves. The same spool file again, after a crash, is the same file here. */
  async keep(spoolPath: string, lines: readonly string[]): Promise<string> {
    const path = join(this.folder, `${basename(spoolPath, '.spool')}${extension}`);
    const handle = await open(path, 'w', 0o600);
    try {
      await handle.writeFile(lines.join(''));
      await handle.sync();
    } finally {
      await handle.close();
    }
    return path;
  }

  /** Reads only files that it has not seen at this size. */
  async measure(): Promise<void> {
    const found: typeof this.found = new Map();
    for (const name of (await readdir(this.folder)).filter((one) => one.endsWith(extension))) {
      const path = join(this.folder, name);
      const bytes = await stat(path).then(
        ({ size }) => size,
        () => 0,
      );
      const known = this.found.get(name);
      found.set(name, known?.bytes === bytes ? known : { bytes, lines: bytes === 0 ? 0 : await linesOf(path) });
    }
    this.found = found;
  }
}

const linesOf = async (path: string): Promise<number> => (await readFile(path, 'utf8')).split('\n').length - 1;

import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

/** So little that even a gzip bomb (1,032 to 1) makes 33 MB of it. */
const chunkBytes = 32_768;

/** Bytes of a file, decompressed where it is gzip. */
export class FileChunks {
  /** Of the file as it lies there. */
  bytesRead = 0;
  /** Why the file ended before its end; what came before was given out. */
  damage: string | undefined;

  private constructor(
    readonly path: string,
    readonly size: number,
    private readonly isGzip: boolean,
  ) {}

  /** Gzip is known by its first two bytes, not by its name. */
  static async open(path: string): Promise<FileChunks> {
    const { size } = await stat(path);
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
      return new FileChunks(path, size, bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b);
    } finally {
      await file.close();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    const file = createReadStream(this.path, { highWaterMark: chunkBytes });
    if (this.isGzip) yield* this.decompressed(file);
    else
      for await (const chunk of file as AsyncIterable<Buffer>) {
        this.bytesRead += chunk.length;
        yield chunk;
      }
  }

  /** Flowing, not iterated: an error would throw away what a stream still holds. */
  private async *decompressed(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const gunzip = createGunzip();
    const ready: Buffer[] = [];
    let failed: (error: Error) => void = () => undefined;
    gunzip.on('data', (chunk: Buffer) => ready.push(chunk));
    gunzip.on('error', (error) => {
      this.damage ??= damageOf(error);
      failed(error);
    });
    const step = (act: (done: () => void) => void): Promise<void> =>
      new Promise((resolve) => {
        failed = () => resolve();
        act(resolve);
      });
    for await (const chunk of file) {
      this.bytesRead += chunk.length;
      await step((done) => gunzip.write(chunk, () => done()));
      yield* ready.splice(0);
      if (this.damage !== undefined) return;
    }
    await step((done) => {
      gunzip.once('end', done);
      gunzip.end();
    });
    yield* ready.splice(0);
  }
}

const damageOf = (error: Error): string =>
  'code' in error && error.code === 'Z_BUF_ERROR'
    ? 'the gzip file ends in the middle'
    : `the gzip file is corrupt (${error.message})`;

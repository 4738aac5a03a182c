import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip, type Gunzip } from 'node:zlib';

/** So little that even a gzip bomb (1,032 to 1) makes 33 MB of it. */
const chunkBytes = 32_768;
/** Of what is decompressed, at a time: what a chunk usually makes, so that one call does it all. */
const inflatedBytes = 524_288;

/** Bytes of a file, decompressed where it is gzip, which its first two bytes tell. */
export class FileChunks {
  /** Of the file as it lies there. */
  bytesRead = 0;
  /** Why the file ended before its end; what came before was given out. */
  damage: string | undefined;

  private constructor(
    readonly size: number,
    private readonly source: AsyncIterable<Buffer>,
  ) {}

  /** @throws NodeJS.ErrnoException when there is no such file */
  static async open(path: string): Promise<FileChunks> {
    const { size } = await stat(path);
    return new FileChunks(size, createReadStream(path, { highWaterMark: chunkBytes }));
  }

  /** Of bytes that come from elsewhere; `size` where it is known. */
  static of(source: AsyncIterable<Buffer>, size = 0): FileChunks {
    return new FileChunks(size, inPortions(source));
  }

  [Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    return ahead(this.portions());
  }

  private async *portions(): AsyncGenerator<Buffer> {
    let gunzip: Gunzipped | undefined;
    let first: Buffer | undefined;
    for await (const chunk of this.source) {
      this.bytesRead += chunk.length;
      // A first portion of one byte says nothing yet.
      const bytes: Buffer = first === undefined ? chunk : Buffer.concat([first, chunk]);
      first = gunzip === undefined && this.bytesRead < 2 ? bytes : undefined;
      if (first !== undefined) continue;
      if (bytes.length === this.bytesRead && bytes[0] === 0x1f && bytes[1] === 0x8b) gunzip = new Gunzipped();
      if (gunzip === undefined) yield bytes;
      else {
        yield* await gunzip.take(bytes);
        this.damage = gunzip.damage;
        if (this.damage !== undefined) return;
      }
    }
    if (first !== undefined) yield first;
    if (gunzip === undefined) return;
    yield* await gunzip.end();
    this.damage = gunzip.damage;
  }
}

/** Flowing, not iterated: an error would throw away what a stream still holds. */
class Gunzipped {
  damage: string | undefined;
  private readonly gunzip: Gunzip = createGunzip({ chunkSize: inflatedBytes });
  private ready: Buffer[] = [];
  private failed: () => void = () => undefined;

  constructor() {
    this.gunzip.on('data', (chunk: Buffer) => this.ready.push(chunk));
    this.gunzip.on('error', (error) => {
      this.damage ??= damageOf(error);
      this.failed();
    });
  }

  take(chunk: Buffer): Promise<Buffer[]> {
    return this.step((done) => this.gunzip.write(chunk, () => done()));
  }

  end(): Promise<Buffer[]> {
    return this.step((done) => {
      this.gunzip.once('end', done);
      this.gunzip.end();
    });
  }

  private async step(act: (done: () => void) => void): Promise<Buffer[]> {
    await new Promise<void>((resolve) => {
      this.failed = resolve;
      act(resolve);
    });
    const ready = this.ready;
    this.ready = [];
    return ready;
  }
}

/** The next one is read and decompressed while this one is worked on: zlib has a thread of its own. */
async function* ahead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let coming = items.next();
  try {
    for (;;) {
      const step = await coming;
      if (step.done === true) return;
      coming = items.next();
      // Told when it is asked for.
      coming.catch(() => undefined);
      yield step.value;
    }
  } finally {
    // Not waited for: whoever gives up does not wait for a source that is silent.
    items.return(undefined).catch(() => undefined);
  }
}

/** Never more at once than `chunkBytes`, whatever the source gives. */
async function* inPortions(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of source)
    for (let from = 0; from < chunk.length; from += chunkBytes) yield chunk.subarray(from, from + chunkBytes);
}

const damageOf = (error: Error): string =>
  'code' in error && error.code === 'Z_BUF_ERROR'
    ? 'the gzip file ends in the middle'
    : `the gzip file is corrupt (${error.message})`;

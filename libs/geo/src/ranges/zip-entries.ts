import { pipeline, Transform, type Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry } from 'yauzl';

export interface ZipEntry {
  readonly name: string;
  /** @throws RangeError from here, or later as an error of the stream, for what is damaged, encrypted or no entry of a .zip. */
  readonly stream: () => Promise<Readable>;
}

/** Ten times the largest tables on sale: what says more of itself is made to fill a memory. More than it says is refused. */
const mostEntries = 1_000;
const mostBytes = 16 * 1_024 ** 3;

/**
 * The files in a .zip, read one by one as streams, each checked against its length and its CRC-32.
 * @throws RangeError: the message ends a sentence about the file.
 */
export async function zipEntries(path: string): Promise<ZipEntry[]> {
  const found: ZipEntry[] = [];
  let bytes = 0;
  await eachEntry(path, ({ fileName: name, relativeOffsetOfLocalHeader: place, uncompressedSize }) => {
    bytes += uncompressedSize;
    if (found.length >= mostEntries) throw new RangeError(`it has more than ${mostEntries} files`);
    if (bytes > mostBytes) throw new RangeError(`unpacked it is larger than ${mostBytes / 1_024 ** 3} GiB`);
    found.push({ name, stream: () => streamAt(path, place) });
    return undefined;
  });
  return found;
}

/** The entry whose header is at that place, unpacked. */
async function streamAt(path: string, place: number): Promise<Readable> {
  const stream = await eachEntry(path, (entry, open) =>
    entry.relativeOffsetOfLocalHeader === place ? open().then((raw) => checked(raw, entry)) : undefined,
  );
  if (stream === undefined) throw new RangeError('it became another file while it was read');
  return stream;
}

/** Gives what the first call gives that gives something; the file stays open as long as a stream from it. */
async function eachEntry<Result>(
  path: string,
  visit: (entry: Entry, open: () => Promise<Readable>) => Promise<Result> | undefined,
): Promise<Result | undefined> {
  try {
    const file = await yauzl.openPromise(path);
    for await (const entry of file.eachEntry()) {
      const result = visit(entry, () => file.openReadStreamPromise(entry));
      if (result !== undefined) return await result;
    }
    return undefined;
  } catch (error) {
    throw aboutFile(error);
  }
}

function checked(raw: Readable, { fileName, crc32: expected }: Entry): Readable {
  let sum = 0;
  const check = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
    flush: (done) => done(sum === expected ? null : new RangeError(`${fileName} in it is damaged`)),
  });
  raw.once('error', (error) => check.destroy(aboutFile(error)));
  return pipeline(raw, check, () => undefined);
}

/** What the library, or zlib, has to say is about the file; what the system says is not. */
function aboutFile(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const { syscall } = error as NodeJS.ErrnoException;
  return error instanceof RangeError || syscall !== undefined
    ? error
    : new RangeError(`it is no sound .zip (${error.message})`);
}

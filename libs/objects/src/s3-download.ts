import type { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { attempts } from './s3-client.js';

/** Where a request begins, and the version that it wants. */
interface Rest {
  readonly Range: string;
  readonly IfMatch?: string;
}

/**
 * The bytes of an object to their end, though connections break: each new request asks for the rest of the same version.
 * @throws what the last of four tries in a row that brought nothing threw, or what `ask` throws.
 */
export async function* download(
  first: GetObjectCommandOutput,
  ask: (rest: Rest) => Promise<GetObjectCommandOutput>,
): AsyncGenerator<Buffer> {
  let body = first.Body as Readable;
  let chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let offset = 0;
  let fruitless = 0;
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        if (++fruitless >= attempts) throw error;
      });
      if (next === undefined) {
        const version = first.ETag === undefined ? {} : { IfMatch: first.ETag };
        body = (await ask({ Range: `bytes=${offset}-`, ...version })).Body as Readable;
        chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
      } else if (next.done === true) return;
      else {
        fruitless = 0;
        offset += next.value.length;
        yield next.value;
      }
    }
  } finally {
    body.destroy();
  }
}

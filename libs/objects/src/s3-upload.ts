import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

export interface Place {
  readonly Bucket: string;
  readonly Key: string;
}

/** Two parts in flight and one being filled: 24 MiB a stream, which may be 78 GiB long (10,000 parts). */
const partSize = 8 * 1_048_576;
const partsInFlight = 2;

/**
 * Sends a stream in parts and completes the object at its end. When the stream breaks off, or the server does not take a
 * part, the upload is aborted and its parts go: what the server had of that name stays.
 * @throws what broke the stream as it came; otherwise what the SDK throws, as `refused` has it.
 */
export async function upload(
  client: S3Client,
  place: Place,
  content: Readable,
  refused: (error: unknown) => unknown,
): Promise<void> {
  let broken: { readonly error: unknown } | undefined;
  const watched = async function* (): AsyncGenerator<Buffer> {
    const chunks = content[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    try {
      for (;;) {
        const next = await chunks.next().catch((error: unknown) => {
          broken = { error };
          throw error;
        });
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      content.destroy();
    }
  };
  const body = Readable.from(watched(), { highWaterMark: 1 });
  const sending = new Upload({ client, params: { ...place, Body: body }, partSize, queueSize: partsInFlight });
  await sending.done().catch((error: unknown) => {
    throw broken === undefined ? refused(error) : broken.error;
  });
}

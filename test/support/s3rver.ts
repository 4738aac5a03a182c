import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import S3rver from 's3rver';
import { DUMMY_ACCOUNT } from 's3rver/lib/models/account.js';
import FilesystemStore, { type Written } from 's3rver/lib/stores/filesystem.js';

/**
 * As it comes, s3rver writes into the object's own file and answers before it is on the disk: a reader sees half of it, and
 * two writers mix. Real servers do neither, so objects and parts are written beside their place and moved there.
 */
class WholeStore extends FilesystemStore {
  override async putObject(object: Parameters<FilesystemStore['putObject']>[0]): Promise<Written> {
    const { bucket, key, content, metadata } = object;
    const written = await writeWhole(this.getResourcePath(bucket, key, 'object'), content);
    await this.putMetadata(bucket, key, metadata, written.md5);
    return written;
  }

  override async putPart(bucket: string, upload: string, part: number, content: Readable): Promise<Written> {
    const path = join(this.getResourcePath(bucket, undefined, 'uploads'), upload, String(part));
    const written = await writeWhole(path, content);
    await writeFile(`${path}.md5`, written.md5);
    return written;
  }

  override async listObjects(...parameters: Parameters<FilesystemStore['listObjects']>): Promise<{
    objects: object[];
    isTruncated: boolean;
  }> {
    return { ...(await super.listObjects(...parameters)), isTruncated: false };
  }
}

async function writeWhole(path: string, content: Readable): Promise<Written> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}`;
  const hash = createHash('md5');
  let size = 0;
  const measured = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  };
  await pipeline(content, measured, createWriteStream(temporary));
  await rename(temporary, path);
  return { size, md5: hash.digest('hex') };
}

const pageSize = 1_000;
const afterXml = 2;

/** Its own continuation tokens are made with DES, which the OpenSSL of today does not have: ours are the last name. */
const continued: S3rver['middleware'][number] = async (context, next) => {
  const token = context.query['continuation-token'];
  if (token !== undefined) {
    const { 'continuation-token': _, ...query } = context.query;
    context.query = { ...query, 'start-after': Buffer.from(token, 'base64').toString('utf8') };
  }
  await next();
  const result = context.body?.ListBucketResult;
  const last = result?.Contents[pageSize - 1];
  if (result === undefined || last === undefined) return;
  result.IsTruncated = true;
  result.NextContinuationToken = Buffer.from(last.Key).toString('base64');
};

/** An S3 server in this process, which takes the given key. It checks no signature, and has no way to abort an upload. */
export async function startS3rver(
  accessKey: string,
  secretKey: string,
): Promise<{ readonly endpoint: string; close(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'verdict-s3rver-'));
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, vhostBuckets: false });
  server.store = server.context.store = new WholeStore(directory);
  server.middleware.splice(afterXml, 0, continued);
  DUMMY_ACCOUNT.createKeyPair(accessKey, secretKey);
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      server.httpServer.closeAllConnections();
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

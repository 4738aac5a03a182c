import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ListMultipartUploadsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { inEnvironment, s3Servers, type S3Server } from '../../../test/support/s3.js';
import { FaultyWire } from '../../../test/support/s3-wire.js';
import { attempts, createS3Client } from './s3-client.js';
import { S3Store } from './s3-store.js';

const megabyte = 1_048_576;
const limits = { connectMs: 3_000, silenceMs: 20_000, answerMs: 120_000 };
const secret = 'a-secret-that-nobody-shows';

async function collected(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe.each(s3Servers)('S3Store on $name', (kind) => {
  let server: S3Server;
  let wire: FaultyWire;
  let store: S3Store;
  let content: Buffer;

  beforeAll(async () => {
    server = await kind.start();
    content = randomBytes(megabyte);
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    wire = await FaultyWire.to(server.location.endpoint ?? '');
    store = new S3Store({ ...server.location, endpoint: wire.endpoint });
  });
  afterEach(() => wire.close());

  it('tries again when the server asks it to slow down', async () => {
    wire.faults.push('slow down', 'slow down');
    await store.put('slow', content);
    expect(wire.requests).toHaveLength(3);
    wire.faults.push('slow down');
    expect((await store.read('slow')).equals(content)).toBe(true);
    wire.faults.push('slow down');
    expect(await store.list('slow')).toEqual(['slow']);
    wire.faults.push('slow down');
    expect(await store.exists('slow')).toBe(true);
  });

  it('says which server does not answer, after a few tries', async () => {
    wire.faults.push(...Array.from({ length: attempts }, () => 'slow down' as const));
    await expect(store.read('any')).rejects.toMatchObject({
      kind: 'unavailable',
      message: `The object storage ${server.location.bucket} at ${wire.endpoint} does not answer (SlowDown).`,
    });
    expect(wire.requests).toHaveLength(attempts);
    await wire.close();
    await expect(store.list('')).rejects.toThrow('does not answer (ECONNREFUSED)');
    wire = await FaultyWire.to(server.location.endpoint ?? '');
  });

  it('does not wait for ever for a server that says nothing', async () => {
    await store.put('silent', content);
    const hasty = new S3Store({ ...server.location, endpoint: wire.endpoint }, { ...limits, silenceMs: 200 });
    wire.faults.push('hold');
    expect((await hasty.read('silent')).equals(content)).toBe(true);
    wire.decide = () => 'hold';
    await expect(hasty.read('silent')).rejects.toThrow('does not answer (TimeoutError)');
    await expect(hasty.put('silent', content)).rejects.toThrow('does not answer (TimeoutError)');
    const late = new S3Store({ ...server.location, endpoint: wire.endpoint }, { ...limits, answerMs: 200 });
    await expect(late.list('')).rejects.toThrow(/does not answer \(\w+\)/);
  });

  it('sends bytes again when the connection is cut, and a part of a stream alone', async () => {
    wire.faults.push({ cutRequestAfter: 200_000 });
    await store.put('cut', content);
    expect(wire.requests).toHaveLength(2);
    expect((await store.read('cut')).equals(content)).toBe(true);
    wire.requests.length = 0;
    // The upload is begun, its first part cut.
    wire.faults.push('none', { cutRequestAfter: 200_000 });
    const chunks = Array.from({ length: 20 }, () => content);
    await store.put('cut', Readable.from(chunks));
    // Begun, three parts of which one came twice, completed.
    expect(wire.requests).toHaveLength(6);
    expect((await store.read('cut')).equals(Buffer.concat(chunks))).toBe(true);
  });

  it('holds three parts of a stream at most, whatever its length', async () => {
    let given = 0;
    let ahead = 0;
    const source = function* (): Generator<Buffer> {
      for (; given < 60 * megabyte; given += megabyte) {
        ahead = Math.max(ahead, given - wire.received);
        yield content;
      }
    };
    await store.put('long', Readable.from(source()));
    expect(wire.received).toBeGreaterThan(60 * megabyte);
    expect(ahead).toBeLessThanOrEqual(3 * 8 * megabyte + megabyte);
    expect(ahead).toBeGreaterThan(8 * megabyte);
  });

  it('reads on where a cut answer ended', async () => {
    await store.put('long', content);
    wire.requests.length = 0;
    const cut = { cutAnswerAfter: 300_000 };
    wire.faults.push(cut, cut);
    expect((await store.read('long')).equals(content)).toBe(true);
    expect(wire.requests).toHaveLength(3);
    wire.faults.push(cut);
    expect((await collected(await store.get('long'))).equals(content)).toBe(true);
    const useless = Array.from({ length: attempts }, () => ({ cutAnswerAfter: 1 }));
    wire.faults.push(cut, ...useless);
    await expect(collected(await store.get('long'))).rejects.toThrow(/does not answer \(ECONNRESET\)/);
    wire.faults.length = 0;
  });

  it('stops reading when its reader does, and asks for no more', async () => {
    await store.put('long', content);
    wire.requests.length = 0;
    const stream = await store.get('long');
    await new Promise((resolve) => stream.once('data', resolve));
    stream.destroy(new Error('enough'));
    await new Promise((resolve) => stream.once('error', resolve));
    expect(wire.requests).toHaveLength(1);
  });

  it('keeps to its prefix, and leaves out what no store of ours has put there', async () => {
    const below = (prefix: string): S3Store =>
      new S3Store({ ...server.location, prefix: `${server.location.prefix}${prefix}/` });
    await below('a').put('one', '');
    await below('ab').put('two', '');
    const client = createS3Client(server.location);
    const key = `${server.location.prefix}a/folder/`;
    await client.send(new PutObjectCommand({ Bucket: server.location.bucket, Key: key, ContentLength: 0 }));
    expect(await below('a').list('')).toEqual(['one']);
    expect(await below('ab').list('')).toEqual(['two']);
  });

  it('says that its credentials are refused, without showing them', async () => {
    const wrong = { AWS_ACCESS_KEY_ID: 'AKIANOBODY', AWS_SECRET_ACCESS_KEY: secret };
    const refused = (): Promise<unknown> => new S3Store(server.location).list('').catch((reason: unknown) => reason);
    const error = await inEnvironment(wrong, refused);
    expect(error).toMatchObject({ kind: 'unavailable' });
    expect(String(error)).toMatch(/refuses this process’s credentials .*\(\w+\)\.$/);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/AKIANOBODY|a-secret/);
  });

  it('says what it lacks: credentials, a region, the bucket', async () => {
    const missing = new S3Store({ ...server.location, bucket: 'there-is-no-such-bucket' });
    await expect(missing.put('a', '')).rejects.toThrow('the bucket must be made first');
    await expect(missing.read('a')).rejects.toMatchObject({ kind: 'unavailable' });
    const nowhere = { AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' };
    await inEnvironment({ ...nowhere, AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined }, () => {
      const homeless = new S3Store({ ...server.location, region: undefined });
      return expect(homeless.list('')).rejects.toThrow('name it with region= in its address');
    });
    const nobody = {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    await inEnvironment({ ...nowhere, ...nobody }, () =>
      expect(new S3Store(server.location).list('')).rejects.toThrow('needs credentials'),
    );
  });
});

// s3rver neither aborts an upload nor lists what is left of one.
const real = s3Servers.slice(1);
const failing = real.length === 0 ? describe.skip.each(s3Servers) : describe.each(real);
failing('an upload that fails on $name', (kind) => {
  let server: S3Server;
  let wire: FaultyWire;
  beforeAll(async () => {
    server = await kind.start();
    wire = await FaultyWire.to(server.location.endpoint ?? '');
  });
  afterAll(async () => {
    await wire.close();
    await server.close();
  });

  const parts = async (): Promise<number> => {
    const { bucket, prefix } = server.location;
    const command = new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix });
    return (await createS3Client(server.location).send(command)).Uploads?.length ?? 0;
  };
  const long = (end?: Error): Readable =>
    Readable.from(
      (function* () {
        for (let index = 0; index < 20; index++) yield Buffer.alloc(megabyte, index);
        if (end !== undefined) throw end;
      })(),
    );

  it('leaves no parts behind', async () => {
    const store = new S3Store({ ...server.location, endpoint: wire.endpoint });
    await expect(store.put('broken', long(new Error('cut')))).rejects.toThrow('cut');
    expect(wire.requests.filter((one) => one.startsWith('DELETE'))).toHaveLength(1);
    expect(await parts()).toBe(0);
    const cut = { cutRequestAfter: 1 };
    wire.faults.push('none', ...Array.from({ length: 2 * attempts }, () => cut));
    await expect(store.put('broken', long())).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await parts()).toBe(0);
    expect(await store.list('')).toEqual([]);
  });

  it('does not join two versions of an object', async () => {
    const store = new S3Store({ ...server.location, endpoint: wire.endpoint });
    await store.put('changing', Buffer.alloc(megabyte, 'a'));
    wire.faults.push({ cutAnswerAfter: 300_000 });
    const stream = await store.get('changing');
    await new S3Store(server.location).put('changing', Buffer.alloc(megabyte, 'b'));
    await expect(collected(stream)).rejects.toThrow('replaced an object while it was being read');
  });
});

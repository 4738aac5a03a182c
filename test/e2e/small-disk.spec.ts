import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { verdict } from '../support/command.js';
import { dataFolder, leftBehind, Product, removeDataFolders, until } from '../support/product.js';

const minutes = 60_000;
const megabyte = 1_048_576;
const disk = dataFolder();
const ballast = join(disk, 'ballast');
const mounted = mount();

/** A disk of 440 MB in memory; only root may, and not in every container. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=440m,mode=755', 'none', disk], { stdio: 'ignore' });
    return true;
  } catch {
    rmSync(disk, { recursive: true });
    return false;
  }
}

/** Leaves so many megabytes free, or none. */
function fill(left: number): void {
  rmSync(ballast, { force: true });
  const { bavail, bsize } = statfsSync(disk);
  const count = Math.floor((bavail * bsize) / megabyte) - left + (left === 0 ? 2 : 0);
  try {
    execFileSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1M', `count=${count}`], { stdio: 'ignore' });
  } catch {
    // No space left: what was asked for.
  }
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly accepted: number;
  readonly repeated: number;
}

interface SecretsFile {
  readonly commandKey: string;
  readonly postgresOwner: string;
}

const describeWhereMounted = mounted ? describe : describe.skip;

describeWhereMounted('npm start on a small disk (needs the right to mount one)', () => {
  const data = join(disk, 'data');
  let product: Product;
  const acknowledged: string[] = [];
  let next = 0;

  beforeAll(() => Product.build(), 3 * minutes);
  afterAll(async () => {
    if (product.child.exitCode === null) await product.stop();
    execFileSync('umount', [disk]);
    await removeDataFolders();
  }, minutes);

  const secrets = (): SecretsFile => JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8')) as SecretsFile;

  const batch = (): string =>
    JSON.stringify({
      events: Array.from({ length: 100 }, () => ({
        event: 'Page View',
        distinct_id: 'v-1',
        time: new Date().toISOString(),
        insert_id: `e-${next++}`,
        properties: { filler: 'x'.repeat(500) },
      })),
    });

  const send = async (body: string): Promise<Answer> => {
    const answer = await fetch(`${product.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secrets().commandKey}` },
      body,
    });
    const told = (await answer.json()) as { accepted: number; repeated: number };
    return { status: answer.status, retryAfter: answer.headers.get('retry-after'), ...told };
  };

  const sendUntil = async (status: number): Promise<void> => {
    for (;;) {
      const body = batch();
      const answer = await send(body);
      if (answer.status === 200) acknowledged.push(body);
      else expect(answer).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^\d+$/) });
      if (answer.status === status) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  /** Has the write-ahead log begin a new segment of 16 MB after each row, until the server finds no room for one and ends. */
  const endPostgres = async (): Promise<void> => {
    const port = Number(readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')[3]);
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'verdict_owner',
      password: secrets().postgresOwner,
      database: 'postgres',
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      for (;;) await client.query("SELECT pg_switch_wal(), pg_logical_emit_message(false, 'test', 'a row')");
    } catch {
      // It has ended.
    }
    await client.end().catch(() => undefined);
  };

  /** The insert_ids of all lines of all buckets. */
  const inBuckets = (): string[] => {
    const folder = join(data, 'buckets/app/event');
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /part-[^.]*\.json\.gz$/.test(name))
      .flatMap((name) =>
        gunzipSync(readFileSync(join(folder, name)))
          .toString()
          .trim()
          .split('\n'),
      )
      .map((line) => (JSON.parse(line) as { insert_id: string }).insert_id);
  };

  it(
    'does not begin on a full one, and says so',
    async () => {
      fill(200);
      product = await Product.start(data, {}, '--empty');
      expect(await product.ended).toBe(1);
      expect(product.output).toMatch(/^The disk of .+ is full: \d+ MB are left and 300 MB are needed\.$/m);
      expect(leftBehind(data)).toEqual([]);
      fill(380);
    },
    minutes,
  );

  it(
    'is told of by a command that finds no room on it',
    async () => {
      const company = join(disk, 'company');
      fill(1);
      const told = await verdict(data, 'simulate', '--days', '21', '--out', company);
      expect(told).toMatchObject({ code: 1, out: '' });
      expect(told.error).toMatch(/\nThe disk is full; make room and start again\.$/m);
      rmSync(company, { recursive: true });
      fill(380);
    },
    minutes,
  );

  it(
    'answers 503 while there is no room, even where PostgreSQL ends over it, and loses nothing that it acknowledged',
    async () => {
      product = await (await Product.start(data, {}, '--empty')).ready();
      await sendUntil(200);
      // No room at all: each write fails by itself. Some room: the write-ahead log finds none, and the server ends over it.
      fill(0);
      await sendUntil(503);
      rmSync(ballast);
      await sendUntil(200);
      fill(10);
      await endPostgres();
      await sendUntil(503);
      await until(() => product.output.includes('is full; make room.'));
      rmSync(ballast);
      await sendUntil(200);
      expect(product.output).toContain('The embedded postgres is back.');
      for (const body of acknowledged)
        expect(await send(body)).toMatchObject({ status: 200, accepted: 0, repeated: 100 });

      const ids = acknowledged.flatMap((body) =>
        (JSON.parse(body) as { events: { insert_id: string }[] }).events.map(({ insert_id }) => insert_id),
      );
      await until(() => {
        const found = new Set(inBuckets());
        return ids.every((id) => found.has(id));
      });
      const found = inBuckets();
      expect(new Set(found).size).toBe(found.length);
      expect(await product.stop()).toBe(0);
      expect(leftBehind(data)).toEqual([]);
    },
    4 * minutes,
  );
});

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openObjectStore, type ObjectStore } from '#libs/objects';
import { s3Servers, type S3Server } from '../support/s3.js';
import { SourceTest } from '../support/sources.js';

const day = '2026-03-09';

interface Place {
  readonly store: ObjectStore;
  readonly location: string;
  close(): Promise<void>;
}

const places: readonly { readonly name: string; readonly make: (sources: SourceTest) => Promise<Place> }[] = [
  {
    name: 'a folder',
    make: async ({ folder }) => ({
      store: await openObjectStore({ kind: 'folder', path: folder }),
      location: `file:${folder}`,
      close: () => Promise.resolve(),
    }),
  },
  {
    name: 'the product’s own buckets',
    make: ({ pipeline }) =>
      Promise.resolve({ store: pipeline.objects, location: 'buckets:', close: () => Promise.resolve() }),
  },
  ...s3Servers.map((kind) => ({
    name: kind.name,
    make: async () => {
      const server: S3Server = await kind.start();
      return { store: await openObjectStore(server.location), location: server.url, close: () => server.close() };
    },
  })),
];

describe.each(places)('an export of DynamoDB in $name', ({ make }) => {
  let sources: SourceTest;
  let place: Place;
  beforeAll(async () => {
    sources = await SourceTest.start('2026-03-10');
    place = await make(sources);
    const columns = [
      { name: 'id' },
      { name: 'n', type: 'decimal(38,10)' },
      { name: 'ok', type: 'boolean' },
      { name: 'at', type: 'timestamp', time_format: 'unix_ms' },
      { name: 'address.city', as: 'city' },
      { name: 'deep' },
      { name: 'tags' },
      { name: 'bytes' },
    ];
    await sources.define(
      'dynamo',
      { kind: 'dynamodb', location: place.location },
      {
        backers: { from: 'AWSDynamoDB', columns, key: ['id'], others: 'drop' },
      },
    );
  });
  afterAll(async () => {
    await sources.close();
    await place.close();
  });

  const files = [
    [
      {
        id: { S: 'a' },
        n: { N: '1234567890123456789012345678.0123456789' },
        ok: { BOOL: true },
        at: { N: '1773014400123' },
        address: { M: { city: { S: 'Zürich 🎸' } } },
        deep: {
          M: { list: { L: [{ N: '0.10' }, { NULL: true }, { M: { x: { S: 'y' } } }] }, s: { NS: ['1', '20e3'] } },
        },
        tags: { SS: ['one', 'two'] },
        bytes: { B: 'AP8Q' },
      },
      { id: { S: 'b' }, n: { NULL: true }, unknown: { S: 'is left out' } },
    ],
    [{ id: { S: 'c' }, n: { N: '1E-5' } }, { id: { S: 'd' }, n: { S: 'many' } }, { n: { N: '1' } }],
  ];

  async function write(exportId: string, exportTime: string, spoil: (manifest: object) => object = (one) => one) {
    const folder = `AWSDynamoDB/${exportId}`;
    const manifest: string[] = [];
    for (const [index, items] of files.entries()) {
      const bytes = gzipSync(items.map((Item) => `${JSON.stringify({ Item })}\n`).join(''));
      const dataFileS3Key = `${folder}/data/part${index}.json.gz`;
      const md5Checksum = createHash('md5').update(bytes).digest('base64');
      await place.store.put(dataFileS3Key, bytes);
      manifest.push(JSON.stringify(spoil({ itemCount: items.length, md5Checksum, etag: 'x-1', dataFileS3Key })));
    }
    await place.store.put(`${folder}/manifest-files.json`, `${manifest.join('\n')}\n`);
    const summary = { version: '2023-08-01', exportTime, outputFormat: 'DYNAMODB_JSON', exportType: 'FULL_EXPORT' };
    await place.store.put(`${folder}/manifest-summary.json`, JSON.stringify(summary));
  }

  beforeEach(async () => {
    for (const name of await place.store.list('AWSDynamoDB/')) await place.store.delete(name);
  });

  it('is read by its day, every number with every digit', async () => {
    await write('01-old', '2026-03-08T23:00:00.000Z');
    await write('02-right', '2026-03-09T23:00:00.000Z');
    await write('03-later', '2026-03-10T01:00:00.000Z');
    const pull = await sources.pull('dynamo', 'backers');
    expect(pull).toMatchObject({ day, counts: { rows: 3, quarantined: 2 } });
    expect(
      (await sources.pulls.quarantine('dynamo', pull.id)).map(({ object, line, rule }) => [object, line, rule]),
    ).toEqual([
      ['AWSDynamoDB/02-right/data/part1.json.gz', 2, 'decimal'],
      ['AWSDynamoDB/02-right/data/part1.json.gz', 3, 'key'],
    ]);
    expect(await sources.rows('snapshot.dynamo_backers ORDER BY id')).toEqual([
      {
        id: 'a',
        n: '1234567890123456789012345678.0123456789',
        ok: true,
        at: '2026-03-09 00:00:00.123',
        city: 'Zürich 🎸',
        deep: '{"list":[0.10,null,{"x":"y"}],"s":[1,20e3]}',
        tags: '["one","two"]',
        bytes: 'AP8Q',
        snapshot_on: day,
      },
      expect.objectContaining({ id: 'b', n: null, city: null }),
      expect.objectContaining({ id: 'c', n: '0.0000100000' }),
    ]);
  });

  it('is nothing when a file is another than was written, or not there', async () => {
    const again = () => sources.pull('dynamo', 'backers', { again: true });
    await expect(again()).rejects.toThrow(`no finished export of ${day} below AWSDynamoDB/ yet`);
    await write('01', `${day}T10:00:00Z`, (one) => ({ ...one, md5Checksum: 'AAAAAAAAAAAAAAAAAAAAAA==' }));
    await expect(again()).rejects.toThrow('its MD5 is another');
    await write('01', `${day}T10:00:00Z`, (one) => ({ ...one, itemCount: 7 }));
    await expect(again()).rejects.toThrow('where the export wrote 7');
    await write('01', `${day}T10:00:00Z`);
    await place.store.delete('AWSDynamoDB/01/data/part1.json.gz');
    await expect(again()).rejects.toThrow('No object');
    await sources.load();
    expect(await sources.rows('snapshot.dynamo_backers')).toHaveLength(3);
  });
});

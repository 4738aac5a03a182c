import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { event, Pipeline } from '../support/pipeline.js';

const now = Date.parse('2026-03-10T12:00:00Z');

let test: TestDatabase;
let pipeline: Pipeline;

beforeEach(async () => {
  test = await testDatabase();
  pipeline = new Pipeline(test.database, now);
  await pipeline.open();
});
afterEach(async () => {
  await pipeline.close();
  await test.close();
});

const ids = async (): Promise<string[]> =>
  (await pipeline.rows<{ insert_id: string }>('event ORDER BY log_transaction, log_position')).map(
    (row) => row.insert_id,
  );

const some = (count: number, prefix: string, time = now) =>
  Array.from({ length: count }, (_, index) => event({ time, insert_id: `${prefix}${index}` }));

describe('bad objects', () => {
  const partName = async (): Promise<string> =>
    (await pipeline.objects.list('app/event/')).find((one) => one.includes('/part-')) ?? '';
  const replace = async (change: (lines: string[]) => string | Buffer): Promise<string> => {
    const lease = await pipeline.lease();
    await pipeline.passed(() => pipeline.bucketSink.step(lease, true));
    const name = await partName();
    const lines = gunzipSync(await pipeline.objects.read(name))
      .toString('utf8')
      .trim()
      .split('\n');
    const changed = change(lines);
    await pipeline.objects.put(name, typeof changed === 'string' ? gzipSync(changed) : changed);
    await pipeline.settle();
    return name;
  };
  const quarantine = () =>
    pipeline.rows<{ line: string; rule: string; object: string; text: string | null }>('quarantine ORDER BY line');

  it('lose their bad lines to the quarantine, by number, and the rest is loaded', async () => {
    await pipeline.append(some(6, 'a'));
    const name = await replace((lines) => {
      const [one = '', two = '', three = '', four = '', five = '', six = ''] = lines;
      return (
        [
          one,
          two.slice(0, 30),
          three.replace('"live":true', '"live":"yes"'),
          '[1]',
          four,
          five.replace(/"identity":"\w+",/, ''),
          six,
        ].join('\n') + '\n'
      );
    });
    expect(await quarantine()).toEqual([
      expect.objectContaining({ object: name, line: '2', rule: 'json', batch: '1' }),
      expect.objectContaining({ object: name, line: '3', rule: 'live' }),
      expect.objectContaining({ object: name, line: '4', rule: 'object', text: '[1]' }),
      expect.objectContaining({ object: name, line: '6', rule: 'identity' }),
    ]);
    expect(await ids()).toEqual(['a0', 'a3', 'a5']);
    await pipeline.append(some(1, 'next'));
    await pipeline.settle();
    expect(await ids()).toContain('next0');
  });

  it('count up to where their gzip breaks off', async () => {
    await pipeline.append(
      Array.from({ length: 2_000 }, (_, index) =>
        event({
          time: now,
          insert_id: `g${index}`,
          properties: { noise: createHash('sha256').update(`${index}`).digest('hex') },
        }),
      ),
    );
    await replace((lines) => {
      const bytes = gzipSync(`${lines.join('\n')}\n`);
      return bytes.subarray(0, Math.floor(bytes.length / 2));
    });
    const loaded = (await ids()).length;
    expect(loaded).toBeGreaterThan(500);
    expect(loaded).toBeLessThan(1_500);
    expect(await quarantine()).toEqual([expect.objectContaining({ line: String(loaded + 1), rule: 'gzip' })]);
  });

  it('are named when nothing in them can be read, and when their bytes are not the manifest’s', async () => {
    await pipeline.append(some(2, 'a'));
    await replace(() => Buffer.from('no gzip at all'));
    expect(await quarantine()).toEqual([expect.objectContaining({ line: '1', rule: 'gzip' })]);
    expect(await ids()).toEqual([]);
  });

  it('with other bytes and good lines are loaded, and named', async () => {
    await pipeline.append(some(2, 'a'));
    await replace((lines) => `${lines.join('\n')}\n`);
    expect(await quarantine()).toEqual([expect.objectContaining({ line: '0', rule: 'checksum' })]);
    expect(await ids()).toEqual(['a0', 'a1']);
  });

  it('do not show a card number', async () => {
    await pipeline.append(some(1, 'a'));
    await replace((lines) => `${lines[0]}\n{"card":"4111111111111111"\n`);
    expect(await quarantine()).toEqual([expect.objectContaining({ line: '2', rule: 'json', text: null })]);
  });

  it('that are missing stop the sink until they are back: nothing goes past them', async () => {
    await pipeline.append(some(1, 'a'));
    const lease = await pipeline.lease();
    await pipeline.passed(() => pipeline.bucketSink.step(lease, true));
    const name = await partName();
    const bytes = await pipeline.objects.read(name);
    await pipeline.objects.delete(name);
    await expect(pipeline.warehouseSink.step(lease)).rejects.toMatchObject({ kind: 'not_found' });
    await pipeline.objects.put(name, bytes);
    await pipeline.settle();
    expect(await ids()).toEqual(['a0']);
  });
});

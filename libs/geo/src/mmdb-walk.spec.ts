import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VerdictError } from '#libs/errors';
import { describeShared } from '../../../test/support/shared.js';
import { walkMmdb } from './mmdb-walk.js';
import { openMmdb } from './mmdb-file.js';

describeShared('malicious and corrupt files', 'data/maxmind/bad-data', (folder) => {
  /** What each file is: the words of its refusal, or `legal`. */
  const expected: Readonly<Record<string, string>> = {
    'libmaxminddb/libmaxminddb-corrupt-search-tree.mmdb': 'never reached',
    'libmaxminddb/libmaxminddb-deep-array-nesting.mmdb': 'nests deeper',
    'libmaxminddb/libmaxminddb-deep-nesting.mmdb': 'nests deeper',
    'libmaxminddb/libmaxminddb-empty-array-last-in-metadata.mmdb': 'legal',
    'libmaxminddb/libmaxminddb-empty-map-last-in-metadata.mmdb': 'legal',
    'libmaxminddb/libmaxminddb-metadata-marker-only.mmdb': 'outside the data',
    'libmaxminddb/libmaxminddb-offset-integer-overflow.mmdb': 'outside the data',
    'libmaxminddb/libmaxminddb-oversized-array.mmdb': 'ends outside the data',
    'libmaxminddb/libmaxminddb-oversized-map.mmdb': 'ends outside the data',
    'libmaxminddb/libmaxminddb-separator-record-max-left.mmdb': 'a record outside the data',
    'libmaxminddb/libmaxminddb-separator-record-min-left.mmdb': 'a record outside the data',
    'libmaxminddb/libmaxminddb-separator-record-min-right.mmdb': 'a record outside the data',
    'libmaxminddb/libmaxminddb-uint64-max-epoch.mmdb': 'no plausible time',
    'maxminddb-golang/cyclic-data-structure.mmdb': 'outside the data',
    'maxminddb-golang/invalid-bytes-length.mmdb': 'ends outside the data',
    'maxminddb-golang/invalid-data-record-offset.mmdb': 'not UTF-8',
    'maxminddb-golang/invalid-map-key-length.mmdb': 'ends outside the data',
    'maxminddb-golang/invalid-string-length.mmdb': 'ends outside the data',
    'maxminddb-golang/metadata-is-an-uint128.mmdb': 'ends outside the data',
    'maxminddb-golang/unexpected-bytes.mmdb': 'outside the data',
    'maxminddb-python/bad-unicode-in-map-key.mmdb': 'not apart',
  };
  const files = folder === '' ? [] : readdirSync(folder, { recursive: true, encoding: 'utf8' });

  it('are all known here', () => {
    expect(files.filter((file) => file.endsWith('.mmdb')).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))('%s: %s', (file, words) => {
    const buffer = readFileSync(join(folder, file));
    if (words === 'legal') expect(walkMmdb(buffer).ipVersion).toBe(4);
    else expect(() => walkMmdb(buffer)).toThrow(words);
  });

  it.each(Object.entries(expected))('%s is refused for a role, by name', async (file) => {
    await expect(openMmdb('city', join(folder, file))).rejects.toThrow(file);
  });
});

describeShared('test databases', 'data/maxmind/test-data', (folder) => {
  const broken: Readonly<Record<string, string>> = {
    'GeoIP2-City-Test-Broken-Double-Format.mmdb': 'a number has 5 bytes',
    'GeoIP2-City-Test-Invalid-Node-Count.mmdb': 'ends outside the file',
    'MaxMind-DB-test-broken-pointers-24.mmdb': 'outside the data',
    'MaxMind-DB-test-broken-search-tree-24.mmdb': 'leads back to itself',
  };
  const files = folder === '' ? [] : readdirSync(folder).filter((file) => file.endsWith('.mmdb'));

  it.each(files.length > 0 ? files : ['none'])('%s', (file) => {
    const buffer = readFileSync(join(folder, file));
    const words = broken[file];
    if (words === undefined) expect(walkMmdb(buffer).nodes).toBeGreaterThan(0);
    else expect(() => walkMmdb(buffer)).toThrow(words);
  });

  it('never fails otherwise than by a refusal, and always ends, whatever byte of a file is changed', () => {
    const original = readFileSync(join(folder, 'GeoIP2-Anonymous-IP-Test.mmdb'));
    for (let at = 0; at < original.length; at += 3) {
      const changed = Buffer.from(original);
      changed[at] = (original[at]! ^ (1 + (at % 255))) & 0xff;
      try {
        walkMmdb(changed);
      } catch (error) {
        expect(error).toHaveProperty('name', 'MmdbDefect');
      }
    }
  });

  it('is refused when its end is missing', () => {
    const original = readFileSync(join(folder, 'GeoIP2-City-Test.mmdb'));
    for (const length of [0, 1, 100, 10_000])
      expect(() => walkMmdb(original.subarray(0, length))).toThrow('no MaxMind DB');
    expect(() => walkMmdb(original.subarray(0, original.length - 1))).toThrow('ends outside the data');
  });

  it('is refused for a role of which it has no data, and when the check takes too long', async () => {
    await expect(openMmdb('city', join(folder, 'GeoLite2-ASN-Test.mmdb'))).rejects.toThrow('has no city data');
    await expect(openMmdb('asn', join(folder, 'GeoIP2-City-Test.mmdb'))).rejects.toThrow('has no asn data');
    await expect(openMmdb('city', join(folder, 'GeoIP2-City-Test.mmdb'), 1)).rejects.toThrow('takes longer');
    const opened = await openMmdb('anonymous', join(folder, 'GeoIP2-Anonymous-IP-Test.mmdb'));
    expect(opened.type).toBe('GeoIP2-Anonymous-IP');
  });
});

describe('openMmdb', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'verdict-geo-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const refusalOf = async (path: string): Promise<VerdictError> => {
    const error: unknown = await openMmdb('city', path).catch((reason: unknown) => reason);
    if (error instanceof VerdictError) return error;
    throw new Error('it was opened');
  };

  it('says that a file is missing, with its name', async () => {
    const path = join(folder, 'absent.mmdb');
    const error = await refusalOf(path);
    expect(error.kind).toBe('not_found');
    expect(error.message).toBe(`The city database ${path} cannot be used: there is no such file.`);
    expect(error.problems).toEqual([{ pointer: '/geo/city', rule: 'missing', detail: 'there is no such file' }]);
  });

  it('says that a folder is no file', async () => {
    expect((await refusalOf(folder)).message).toContain('it is no regular file');
  });

  it('says that an archive must be unpacked, that text is no database, and that nothing is in an empty file', async () => {
    const path = join(folder, 'wrong.mmdb');
    await writeFile(path, gzipSync('anything'));
    expect((await refusalOf(path)).message).toContain('unpack it first');
    await writeFile(path, 'a,b,c\n1,2,3\n');
    const error = await refusalOf(path);
    expect(error.kind).toBe('invalid');
    expect(error.message).toContain('no MaxMind DB file');
    await writeFile(path, '');
    expect((await refusalOf(path)).message).toContain('no MaxMind DB file');
  });
});

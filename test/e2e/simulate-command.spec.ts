import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verdict } from '../support/command.js';
import { dataFolder, Product, removeDataFolders } from '../support/product.js';

const minutes = 60_000;
const history = ['--days', '21', '--scale', 'small', '--until', '2026-05-01'];

describe('npx verdict simulate', () => {
  const folder = dataFolder();
  beforeAll(() => Product.build(), 5 * minutes);
  afterAll(removeDataFolders);

  const simulate = (name: string, seed: number, ...more: string[]) =>
    verdict(folder, 'simulate', '--seed', String(seed), ...history, '--out', join(folder, name), ...more);
  const lines = (name: string): number =>
    gunzipSync(readFileSync(join(folder, name)))
      .toString()
      .trimEnd()
      .split('\n').length;
  /** Of the name and the bytes of each file. */
  const checksum = (name: string): string => {
    const hash = createHash('sha256');
    for (const file of readdirSync(join(folder, name), { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted())
      hash.update(file.slice(join(folder, name).length)).update(readFileSync(file));
    return hash.digest('hex');
  };

  it(
    'writes a company, shows how far it is, and says what there is of it',
    async () => {
      const told = await simulate('one', 7, '--json');
      expect(told).toMatchObject({ code: 0, error: 'Simulating the company …\n' });
      const { folder: made, counts } = JSON.parse(told.out) as { folder: string; counts: Record<string, number> };
      expect(made).toBe(join(folder, 'one'));
      expect(lines('one/pledges.csv.gz')).toBe((counts['pledge'] ?? 0) + 1);
      const days = readdirSync(join(folder, 'one/events'));
      expect(days.toSorted().at(-1)).toBe('2026-04-30.json.gz');
      expect(days.reduce((sum, day) => sum + lines(`one/events/${day}`), 0)).toBe(counts['event']);
      const people = await simulate('two', 7);
      expect(people).toMatchObject({ code: 0, out: expect.stringContaining(` pledges, `) });
      expect(people.out.replaceAll(',', '')).toContain(`${counts['event']} events`);
    },
    5 * minutes,
  );

  it(
    'writes the same bytes for the same seed, and others for another',
    async () => {
      await simulate('other', 8);
      expect(checksum('two')).toBe(checksum('one'));
      expect(checksum('other')).not.toBe(checksum('one'));
    },
    5 * minutes,
  );

  it(
    'says what it does not take',
    async () => {
      const said = async (...parameters: string[]) => (await verdict(folder, 'simulate', ...parameters)).error;
      expect(await said('--days', '3')).toBe('The history must have 21 to 1000 days.\n');
      expect(await said('--seed', 'x')).toContain('It takes a whole number, 0 at least.');
      expect(await said('--scale', 'tiny')).toContain('Allowed choices are small, medium, large.');
      expect(await said('--until', '2026-02-30')).toContain('It takes a day as YYYY-MM-DD.');
    },
    minutes,
  );
});

import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { systemClock } from '#libs/contracts';
import { parseSpool, spoolLine } from './spool-file.js';
import { Spool, type SpoolOptions } from './spool.js';

interface Entry {
  readonly n: number;
}

describe('a spool', () => {
  let folder: string;
  const open: Spool<Entry>[] = [];
  const spool = async (options: Partial<SpoolOptions> = {}): Promise<Spool<Entry>> => {
    const opened = await Spool.open<Entry>(folder, systemClock, options);
    open.push(opened);
    return opened;
  };
  const files = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.spool'));
  const drained = async (from: Spool<Entry>): Promise<number[]> => {
    const seen: number[] = [];
    await from.drain((entries) => Promise.resolve(void seen.push(...entries.map(({ n }) => n))));
    return seen;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'verdict-spool-'));
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives back what was appended, in order, once it is drained', async () => {
    const one = await spool();
    await Promise.all(Array.from({ length: 1_200 }, (_, n) => one.append({ n })));
    expect(one.bytes()).toBe(files().reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0));
    expect(await drained(one)).toEqual(Array.from({ length: 1_200 }, (_, n) => n));
    expect(one.bytes()).toBe(0);
    expect(files()).toEqual([]);
    expect(await drained(one)).toEqual([]);
  });

  it('begins new files, and drains them oldest first', async () => {
    const one = await spool({ fileBytes: 100 });
    for (let n = 0; n < 30; n++) await one.append({ n });
    expect(files().length).toBeGreaterThan(3);
    expect(await drained(one)).toEqual(Array.from({ length: 30 }, (_, n) => n));
  });

  it('keeps everything when the handler fails, and hands it over again', async () => {
    const one = await spool();
    for (let n = 0; n < 3; n++) await one.append({ n });
    await expect(one.drain(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await one.append({ n: 3 });
    expect(await drained(one)).toEqual([0, 1, 2, 3]);
  });

  it('loses nothing that is appended while it drains', async () => {
    const one = await spool({ fileBytes: 200 });
    const seen: number[] = [];
    let n = 0;
    for (let round = 0; round < 20; round++) {
      const appends = Array.from({ length: 10 }, () => one.append({ n: n++ }));
      const drain = one.drain(async (entries) => {
        await one.append({ n: n++ });
        seen.push(...entries.map((entry) => entry.n));
      });
      await Promise.all([...appends, drain]);
    }
    seen.push(...(await drained(one)));
    expect(seen.toSorted((left, right) => left - right)).toEqual(Array.from({ length: n }, (_, index) => index));
  });

  it('refuses beyond its limit', async () => {
    const one = await spool({ byteLimit: 60 });
    await one.append({ n: 1 });
    await one.append({ n: 2 });
    await one.append({ n: 3 });
    await expect(one.append({ n: 4 })).rejects.toMatchObject({ kind: 'unavailable' });
    await drained(one);
    await one.append({ n: 4 });
  });

  it('takes over what a process left that is gone, in front of its own', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const owner = 'a'.repeat(32);
    writeFileSync(join(folder, `${owner}.alive`), `${hostname()} ${pid}`);
    writeFileSync(join(folder, `00000000000001-000000001-${owner}.spool`), spoolLine({ n: 1 }));
    const one = await spool();
    expect(one.bytes()).toBeGreaterThan(0);
    await one.append({ n: 2 });
    expect(await drained(one)).toEqual([1, 2]);
  });

  it('leaves alone what a living process writes, until that is silent', async () => {
    const alive = await spool();
    await alive.append({ n: 1 });
    const other = await spool();
    expect(await drained(other)).toEqual([]);
    const silent = readdirSync(folder).filter((name) => name.endsWith('.alive'));
    for (const name of silent) utimesSync(join(folder, name), 1, 1);
    expect(await drained(other)).toEqual([1]);
    // The one that was thought dead wakes up: its file is gone, and what it acknowledges is in another.
    await alive.append({ n: 2 });
    expect(await drained(alive)).toEqual([2]);
  });

  it('tolerates a torn tail, and says when a whole line is damaged', async () => {
    const damage: number[] = [];
    const one = await spool({ onDamage: (_, lines) => damage.push(lines) });
    for (let n = 0; n < 4; n++) await one.append({ n });
    await one.close();
    const [name = ''] = files();
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    truncateSync(path, text.length - 3);
    const two = await spool({ onDamage: (_, lines) => damage.push(lines) });
    expect(await drained(two)).toEqual([0, 1, 2]);
    expect(damage).toEqual([]);
    await two.append({ n: 5 });
    const [later = ''] = files();
    writeFileSync(join(folder, later), readFileSync(join(folder, later), 'utf8').replace('5', '6'));
    appendFileSync(join(folder, later), spoolLine({ n: 7 }));
    expect(await drained(two)).toEqual([7]);
    expect(damage).toEqual([1]);
  });

  it('reads any cut of its file as a prefix of what was written', () => {
    fc.assert(
      fc.property(fc.array(fc.json()), fc.nat(), (texts, cut) => {
        const entries = texts.map((text) => JSON.parse(text) as unknown);
        const whole = entries.map(spoolLine).join('');
        const { records, damaged } = parseSpool(whole.slice(0, cut % (whole.length + 1)));
        expect(damaged).toBe(0);
        expect(records).toEqual(entries.slice(0, records.length));
        expect(parseSpool(whole).records).toEqual(entries);
      }),
    );
  });
});

import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
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
  const dead = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.dead'));
  const drained = async (from: Spool<Entry>): Promise<number[]> => {
    const seen: number[] = [];
    await from.drain((entries) => {
      seen.push(...entries.map(({ n }) => n));
      return Promise.resolve([]);
    });
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
        return [];
      });
      await Promise.all([...appends, drain]);
    }
    seen.push(...(await drained(one)));
    expect(seen.toSorted((left, right) => left - right)).toEqual(Array.from({ length: n }, (_, index) => index));
  });

  it('knows how much waits, also of what came while it drained', async () => {
    const one = await spool({ fileBytes: 200 });
    const waiting = (): number => files().reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0);
    for (let round = 0; round < 60; round++) {
      const drain = one.drain(() => Promise.resolve([]));
      for (let turn = 0; turn < round % 12; turn++) await new Promise(setImmediate);
      await Promise.all([drain, one.append({ n: round })]);
      expect(one.bytes()).toBe(waiting());
    }
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

  it('promises nothing where the disk takes nothing, and takes what comes once it does', async () => {
    const one = await spool();
    rmSync(folder, { recursive: true });
    await expect(one.append({ n: 1 })).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/ENOENT.+nothing was promised/),
    });
    mkdirSync(folder);
    await one.append({ n: 2 });
    expect(await drained(one)).toEqual([2]);
  });

  it('tells once why it takes nothing, and again once it has taken something meanwhile', async () => {
    const told: string[] = [];
    const one = await spool({ onUnwritten: (reason) => told.push(reason), byteLimit: 60 });
    for (const expected of [1, 2]) {
      rmSync(folder, { recursive: true });
      for (const n of [1, 2, 3]) await expect(one.append({ n })).rejects.toMatchObject({ kind: 'unavailable' });
      expect(told).toEqual(Array(expected).fill('ENOENT'));
      mkdirSync(folder);
      await one.append({ n: 4 });
      await drained(one);
    }
    for (const n of [1, 2, 3]) await one.append({ n });
    for (const n of [4, 5]) await expect(one.append({ n })).rejects.toMatchObject({ kind: 'unavailable' });
    expect(told.slice(2)).toEqual(['its 60 bytes are full']);
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

  it('tolerates a torn tail, and sets a damaged line aside', async () => {
    const damage: number[] = [];
    const one = await spool({ onDead: (_, lines) => damage.push(lines) });
    for (let n = 0; n < 4; n++) await one.append({ n });
    await one.close();
    const [name = ''] = files();
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    truncateSync(path, text.length - 3);
    const two = await spool({ onDead: (_, lines) => damage.push(lines) });
    expect(await drained(two)).toEqual([0, 1, 2]);
    expect(damage).toEqual([]);
    await two.append({ n: 5 });
    const [later = ''] = files();
    writeFileSync(join(folder, later), readFileSync(join(folder, later), 'utf8').replace('5', '6'));
    appendFileSync(join(folder, later), spoolLine({ n: 7 }));
    expect(await drained(two)).toEqual([7]);
    expect(damage).toEqual([1]);
    expect(two.deadLetters()).toBe(1);
    expect(dead().map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual([expect.stringContaining('"n":6')]);
  });

  it('sets aside what the handler refuses, hands on the rest, and takes it again under its old name', async () => {
    const told: [string, number][] = [];
    const one = await spool({ fileBytes: 60, onDead: (path, lines) => told.push([path, lines]) });
    for (let n = 0; n < 10; n++) await one.append({ n });
    const taken: number[] = [];
    const count = await one.drain((entries) => {
      taken.push(...entries.filter(({ n }) => n % 5 > 0).map(({ n }) => n));
      return Promise.resolve(entries.filter(({ n }) => n % 5 === 0));
    });
    expect([count, taken]).toEqual([8, [1, 2, 3, 4, 6, 7, 8, 9]]);
    expect([one.bytes(), one.deadLetters(), files()]).toEqual([0, 2, []]);
    expect(told).toEqual(dead().map((name) => [join(folder, name), 1]));
    for (const name of dead()) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    // Whoever starts later knows of them too, and takes them when somebody has mended what refused them.
    const two = await spool();
    expect(two.deadLetters()).toBe(2);
    for (const name of dead()) renameSync(join(folder, name), join(folder, name.replace('.dead', '.spool')));
    expect(await drained(one)).toEqual([0, 5]);
    expect(one.deadLetters()).toBe(0);
  });

  it('forgets nothing that was refused when what follows cannot be taken yet', async () => {
    const one = await spool({ fileBytes: 40 });
    for (let n = 0; n < 4; n++) await one.append({ n });
    const refuseAll = (entries: readonly Entry[]): Promise<readonly Entry[]> =>
      entries.some(({ n }) => n === 3) ? Promise.reject(new Error('away')) : Promise.resolve(entries);
    await expect(one.drain(refuseAll)).rejects.toThrow('away');
    expect(one.deadLetters()).toBe(3);
    expect(await drained(one)).toEqual([3]);
    expect(one.deadLetters()).toBe(3);
  });

  it('keeps at once what never was in it', async () => {
    const one = await spool();
    await one.setAside([{ n: 1 }, { n: 2 }]);
    expect([one.bytes(), one.deadLetters()]).toEqual([0, 2]);
  });

  it('reads any cut of its file as a prefix of what was written', () => {
    fc.assert(
      fc.property(fc.array(fc.json()), fc.nat(), (texts, cut) => {
        const entries = texts.map((text) => JSON.parse(text) as unknown);
        const whole = entries.map(spoolLine).join('');
        const { records, damaged } = parseSpool(whole.slice(0, cut % (whole.length + 1)));
        expect(damaged).toEqual([]);
        expect(records).toEqual(entries.slice(0, records.length));
        expect(parseSpool(whole).records).toEqual(entries);
      }),
    );
  });
});

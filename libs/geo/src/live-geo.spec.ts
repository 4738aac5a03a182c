import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '#libs/config';
import { HealthRegistry, Metrics } from '#libs/http';
import { describeShared } from '../../../test/support/shared.js';
import { writeMmdb } from '../testing/write-mmdb.js';
import type { GeoProblem } from './geo-lookup.js';
import { GeoModule } from './geo.module.js';
import { LiveGeo } from './live-geo.js';

const folder = mkdtempSync(join(tmpdir(), 'verdict-live-geo-'));
afterAll(() => rmSync(folder, { recursive: true }));

const cityPath = join(folder, 'city.mmdb');
const asnPath = join(folder, 'asn.mmdb');

const city = (country: string): Buffer =>
  writeMmdb({
    type: 'Test-City',
    ipVersion: 6,
    networks: { '203.0.0.0/16': { country: { iso_code: country } }, '2600::/16': { country: { iso_code: 'US' } } },
  });
const asn = writeMmdb({ type: 'Test-ASN', ipVersion: 4, networks: { '203.0.0.0/8': { autonomous_system_number: 7 } } });

/** As a program does that takes care: beside it, then in its place. */
function place(path: string, bytes: Buffer | string): void {
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}

describe('the look-up that follows its files', () => {
  let refusals: GeoProblem[] = [];
  let geo: LiveGeo;

  beforeEach(async () => {
    place(cityPath, city('DE'));
    place(asnPath, asn);
    refusals = [];
    geo = await LiveGeo.open({ cityPaths: [cityPath], asnPath }, (problem) => refusals.push(problem));
  });

  /** Two looks: a file that has changed since the last one may still be being written. */
  const look = async (): Promise<boolean> => {
    expect(await geo.check()).toBe(false);
    return geo.check();
  };
  const country = (ip = '203.0.113.7'): string | undefined => geo.lookup(ip).country;

  it('takes a new file in once it rests, and leaves the others alone', async () => {
    expect(geo.lookup('203.0.113.7')).toMatchObject({ country: 'DE', asn: 7 });
    expect(await look()).toBe(false);
    place(cityPath, city('FR'));
    expect(await geo.check()).toBe(false);
    expect(country()).toBe('DE');
    expect(await geo.check()).toBe(true);
    expect(geo.lookup('203.0.113.7')).toMatchObject({ country: 'FR', asn: 7 });
    expect(geo.version().databases[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(refusals).toEqual([]);
  });

  it('waits while a file is being written', async () => {
    const whole = city('FR');
    for (const length of [100, 200, whole.length]) {
      writeFileSync(cityPath, whole.subarray(0, length));
      expect(await geo.check()).toBe(false);
    }
    expect(await geo.check()).toBe(true);
    expect([country(), refusals]).toEqual(['FR', []]);
  });

  it('sees a file that was written over with as many bytes', async () => {
    writeFileSync(cityPath, city('FR'));
    utimesSync(cityPath, new Date(), new Date('2026-06-02'));
    expect(await look()).toBe(true);
    expect(country()).toBe('FR');
  });

  it('keeps the old file when the new one is corrupt, says so once, and takes the next good one', async () => {
    const whole = city('FR');
    place(cityPath, whole.subarray(0, whole.length - 40));
    expect(await look()).toBe(false);
    expect(await look()).toBe(false);
    expect(country()).toBe('DE');
    expect(refusals).toHaveLength(1);
    const { status, problems } = geo.status();
    expect(status).toBe('ok');
    expect(problems).toMatchObject([{ role: 'city', path: cityPath, status: 'corrupt', answered: true }]);
    expect(problems[0]?.reason).toContain('The city.mmdb before it, built on 2026-06-01, goes on answering.');
    place(cityPath, whole);
    expect(await look()).toBe(true);
    expect([country(), geo.status()]).toEqual(['FR', { status: 'ok', problems: [] }]);
  });

  it('keeps what it has when the file goes, and refuses a file of another kind', async () => {
    rmSync(cityPath);
    expect(await look()).toBe(false);
    expect(refusals).toMatchObject([{ status: 'missing', answered: true }]);
    place(cityPath, asn);
    expect(await look()).toBe(false);
    expect(refusals[1]?.reason).toContain('it is a Test-ASN database, which has no city data');
    expect(country()).toBe('DE');
  });

  it('refuses a pipe and a folder without waiting for anybody, and takes the next good file', async () => {
    rmSync(cityPath);
    execFileSync('mkfifo', [cityPath]);
    expect(await look()).toBe(false);
    rmSync(cityPath);
    mkdirSync(cityPath);
    expect(await look()).toBe(false);
    expect(refusals.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('it is no regular file'),
      expect.stringContaining('it is no regular file'),
    ]);
    expect(country()).toBe('DE');
    rmSync(cityPath, { recursive: true });
    place(cityPath, city('FR'));
    expect(await look()).toBe(true);
  });

  it('starts without a file that cannot be used, and takes it in when it can', async () => {
    place(cityPath, 'no database');
    rmSync(asnPath);
    geo = await LiveGeo.open({ cityPaths: [cityPath], asnPath });
    expect(geo.lookup('203.0.113.7')).toEqual({});
    expect(geo.version().text).toBe('none');
    expect(geo.status()).toMatchObject({
      status: 'corrupt',
      problems: [
        { status: 'corrupt', answered: false },
        { status: 'missing', answered: false },
      ],
    });
    place(cityPath, city('DE'));
    expect(await look()).toBe(true);
    expect([country(), geo.status().status]).toEqual(['DE', 'missing']);
  });

  it('checks once at a time, whoever asks', async () => {
    place(cityPath, city('FR'));
    await geo.check();
    const checks = [geo.check(), geo.check(), geo.check()];
    expect(new Set(checks).size).toBe(1);
    expect(await Promise.all(checks)).toEqual([true, true, true]);
  });

  it('looks up 6to4, Teredo and mapped addresses by the IPv4 address inside, in files of either version', () => {
    for (const ip of ['203.0.113.7', '::ffff:203.0.113.7', '2002:cb00:7107::1', '2001:0:cb00:7107::1'])
      expect([ip, geo.lookup(ip)]).toEqual([
        ip,
        { country: 'DE', anycast: false, asn: 7, isHosting: false, hostingSource: 'asn_list' },
      ]);
    expect(geo.lookup('2600::1')).toEqual({ country: 'US', anycast: false });
    expect(geo.lookup('::203.0.113.7')).toEqual({});
  });
});

describeShared('malformed files', 'data/maxmind', (root) => {
  const folders = root === '' ? [] : ['bad-data', 'test-data'];
  const files = folders
    .flatMap((name) =>
      readdirSync(join(root, name), { recursive: true, encoding: 'utf8' }).map((file) => join(name, file)),
    )
    .filter((file) => /bad-data.*\.mmdb$|-Broken-|-Invalid-|broken/.test(file));

  it('are refused as a swap, one after another, while addresses are looked up all the time', async () => {
    expect(files.length).toBeGreaterThanOrEqual(25);
    place(cityPath, city('DE'));
    const refusals: GeoProblem[] = [];
    const geo = await LiveGeo.open({ cityPaths: [cityPath], asnPath }, (problem) => refusals.push(problem));
    const health = new HealthRegistry();
    const module = new GeoModule(geo, loadConfig({}), health, new Metrics());
    expect((await health.readiness()).degraded).toEqual([]);
    let lookups = 0;
    let done = false;
    const asking = (async () => {
      for (; !done; lookups++) {
        expect(geo.lookup('203.0.113.7').country).toBe('DE');
        await nextTurn();
      }
    })();
    for (const file of files) {
      const before = lookups;
      copyFileSync(join(root, file), `${cityPath}.new`);
      renameSync(`${cityPath}.new`, cityPath);
      await geo.check();
      expect([file, await geo.check(), refusals.at(-1)?.answered]).toEqual([file, false, true]);
      expect(lookups).toBeGreaterThan(before);
      // Ready still: the old one answers, and what is wrong with the new one is said.
      const { ready, degraded } = await health.readiness();
      expect([file, ready, degraded]).toEqual([
        file,
        true,
        [expect.stringMatching(/city\.mmdb cannot be used: .*goes on answering/)],
      ]);
    }
    done = true;
    await asking;
    module.onApplicationShutdown();
    place(cityPath, city('FR'));
    await geo.check();
    expect([await geo.check(), (await health.readiness()).degraded]).toEqual([true, []]);
    // The two that are legal hold nothing of a city.
    expect(refusals).toHaveLength(files.length);
    expect(geo.lookup('203.0.113.7').country).toBe('FR');
  }, 120_000);
});

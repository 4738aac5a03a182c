import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { sourceAdmin } from '../sources.js';
import { KilledRun } from './killed-run.js';
import type { KilledJobs, KillScene } from './scene.js';
import { copyStores, type Stores } from './stores.js';
import { sumsOf } from './sums.js';

/** Kills at a random moment; one more comes where a job has done all its work and has not said so. */
const randomKills = Number(process.env['TEST_KILLS'] ?? 1);

/** All of it takes some seconds where nobody else works. */
const hookMs = 300_000;

/** A suite that kills the worker of these jobs, and compares what they leave with what they leave undisturbed. */
export function describeKills({ name, jobs, make }: KilledJobs): void {
  const seed = Number(process.env['TEST_KILL_SEED'] ?? randomInt(2 ** 31));
  const random = xoroshiro128plus(seed);
  const fraction = (): number => (random.next() >>> 0) / 2 ** 32;

  describe(`kill -9 of a worker that ${name}`, () => {
    let scene: KillScene;
    let stores: Stores[] = [];
    let lastBatch = 0;

    beforeAll(async () => {
      scene = await make();
      const { sources } = scene;
      // What the clock would ask for in the middle of it is asked for already, and nobody ever comes to it.
      await sources.pulls.request('verdict', { again: false }, sourceAdmin);
      await sources.pipeline.warehouse.close();
      const { rows } = await sources.test.database.pool.query('SELECT coalesce(max(id), 0) AS last FROM bucket_batch');
      lastBatch = rows[0].last;
      stores = [await copyStores(scene), await copyStores(scene)];
    }, hookMs);
    afterAll(async () => {
      for (const one of stores) await one.close();
      await scene.close();
    }, hookMs);

    it(`leaves what one that nobody disturbed leaves, whenever it dies (seed ${seed})`, async () => {
      const [whole, disturbed] = stores as [Stores, Stores];
      const took = await KilledRun.of(whole, scene, undisturbed);
      const struck = await KilledRun.of(disturbed, scene, (run) => killed(run, scene.rounds, took, fraction));
      expect(new Set(struck.values())).toEqual(new Set([randomKills + 1]));
      expect(new Set(struck.keys())).toEqual(new Set(scene.rounds.flat()));
      const sums = await sumsOf(disturbed, lastBatch);
      expect(new Set(sums.jobs)).toEqual(new Set(jobs));
      expect(sums).toEqual(await sumsOf(whole, lastBatch));
    }, 300_000);
  });
}

type Rounds = KillScene['rounds'];

/** How long each job takes, in milliseconds. */
async function undisturbed(run: KilledRun, rounds: Rounds): Promise<Map<string, number>> {
  const took = new Map<string, number>();
  await run.start();
  for (const ids of rounds) {
    await run.release(ids);
    for (const { id, ms } of await run.done(ids)) took.set(id, ms ?? 0);
  }
  return took;
}

/** How often each job was killed. */
async function killed(
  run: KilledRun,
  rounds: Rounds,
  took: ReadonlyMap<string, number>,
  fraction: () => number,
): Promise<Map<string, number>> {
  const struck = new Map<string, number>();
  const kill = async (ids: readonly string[]): Promise<void> => {
    for (const id of await run.kill(ids)) struck.set(id, (struck.get(id) ?? 0) + 1);
    await run.start();
  };
  await run.start();
  for (const ids of rounds) {
    await run.closeGate();
    for (let round = 0; round < randomKills; round++) {
      await run.release(ids);
      const aim = ids[Math.floor(fraction() * ids.length)] ?? '';
      await new Promise((resolve) => setTimeout(resolve, fraction() * (took.get(aim) ?? 0)));
      await kill(ids);
    }
    await run.release(ids);
    await run.atTheGate(ids);
    await kill(ids);
    await run.openGate();
    await run.release(ids);
    await run.done(ids);
  }
  return struck;
}

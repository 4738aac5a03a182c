import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import request from 'supertest';
import type { Assessment } from '#libs/contracts';
import { velocityCatalogue } from '#libs/scoring';
import { compilePlan, Recorder } from '#libs/trust';
import { wireTo, type Wire } from '../support/proxy.js';
import { testRedisUrl } from '../support/redis.js';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';
import { until } from '../support/until.js';

/** A line of MONITOR: database, sender, command and its first argument. */
const monitored = /^\+\S+ \[(\d+) (\S+)\] "([^"]*)"(?: "([^"]*)")?/;

describe('the time that a score takes', () => {
  let test: RiskTest;
  let wire: Wire;
  let direct: Redis;
  let live: string;
  let sandbox: string;

  beforeAll(async () => {
    const url = await testRedisUrl();
    direct = new Redis(url);
    wire = await wireTo(url);
    test = await riskTest({ environment: { REDIS_URL: wire.url } });
    live = await test.service.key();
    sandbox = await test.service.key({ live: false });
    await until(async () => (await score(pledgeBody())).degraded.length === 1);
  });
  afterAll(async () => {
    await test.close();
    await wire.close();
    direct.disconnect();
  });

  const score = async (body: object, key = live): Promise<Assessment> =>
    (
      await request(test.service.app.getHttpServer())
        .post('/v1/pledges/score')
        .set('authorization', `Bearer ${key}`)
        .send(body)
        .expect(200)
    ).body as Assessment;
  const timed = async (body: object, key = live): Promise<{ answer: Assessment; ms: number }> => {
    const began = performance.now();
    const answer = await score(body, key);
    return { answer, ms: performance.now() - began };
  };
  /** The quickest of a few: a machine that is busy elsewhere makes a single one slow. */
  const quickest = async (body: () => object, key = live): Promise<number> => {
    const times: number[] = [];
    for (let attempt = 0; attempt < 3; attempt++) times.push((await timed(body(), key)).ms);
    return Math.min(...times);
  };
  const plan = compilePlan(velocityCatalogue);
  const hashOf = (program: string): string => createHash('sha1').update(plan.program(program)).digest('hex');

  it('has one round trip to Redis in it: one program, once, and nothing else', async () => {
    const names = new Map(['observe', 'settle', 'sweep', 'state'].map((name) => [hashOf(name), name]));
    const commands: string[] = [];
    const database = new URL(wire.url).pathname.slice(1);
    // By hand: ioredis takes what comes in one piece with the first answer for answers of its own.
    const monitor = connect(direct.options.port ?? 0, direct.options.host ?? '');
    createInterface({ input: monitor }).on('line', (line) => {
      const [, where, source, command = '', hash = ''] = monitored.exec(line) ?? [];
      if (where !== database || source === 'lua') return;
      commands.push(command.toLowerCase() === 'evalsha' ? (names.get(hash) ?? 'unknown') : command.toLowerCase());
    });
    monitor.write('MONITOR\r\n');
    await until(async () => {
      await direct.ping();
      return commands.includes('ping');
    });
    await direct.set('before', '1');
    await until(async () => commands.includes('set'));
    commands.length = 0;
    for (let count = 0; count < 20; count++) await score(pledgeBody());
    // All of them, and a second pledge of the same body, that is answered from Postgres.
    const body = pledgeBody();
    expect(await score(body)).toEqual(await score(body));
    await direct.set('after', '1');
    await until(async () => commands.includes('set'));
    monitor.destroy();
    const all = commands.slice(0, commands.indexOf('set'));
    expect(all.filter((command) => command === 'observe')).toHaveLength(21);
    // Behind the answers: marks of many at once, and the keeper's look every second.
    const behind = new Set(all.filter((command) => command !== 'observe'));
    expect([...behind].filter((command) => !['settle', 'sweep', 'state'].includes(command))).toEqual([]);
    expect(all.filter((command) => command === 'settle').length).toBeLessThanOrEqual(21);
  });

  it('is kept within budget_ms while Redis is slow: what has not answered is named, and the answer kept', async () => {
    wire.slow(5_000);
    try {
      const body = (): object => pledgeBody({ budget_ms: 300 });
      // Redis is given up after two seconds without a budget.
      expect(await quickest(body)).toBeLessThan(1_500);
      const { answer, ms } = await timed(body());
      expect(ms).toBeGreaterThan(250);
      expect(answer.degraded).toEqual(expect.arrayContaining(['velocity', 'geo']));
      expect(answer.features['card_pledges_1h']).toBeUndefined();
      expect(answer.features['base_amount']).toBe(2_500);
      const stored = 'SELECT 1 FROM assessment WHERE id = $1';
      await until(async () => {
        await test.service.app.get(Recorder, { strict: false }).drain();
        return (await test.database.database.pool.query(stored, [answer.id])).rowCount === 1;
      });
    } finally {
      wire.slow(0);
    }
  });

  it('is two seconds longer where a test key asks for it, and only there', async () => {
    await until(async () => (await score(pledgeBody())).degraded.length === 1);
    let number = 0;
    const slow = (): object => pledgeBody({ pledge: { id: `test_slow_${++number}` } });
    const { answer, ms } = await timed(slow(), sandbox);
    expect(ms).toBeGreaterThanOrEqual(2_000);
    expect(answer).toMatchObject({ live: false, degraded: ['geo'], disposition: { action: 'accept' } });
    expect(await quickest(slow)).toBeLessThan(1_900);
    expect(await quickest(() => pledgeBody(), sandbox)).toBeLessThan(1_900);
  });
});

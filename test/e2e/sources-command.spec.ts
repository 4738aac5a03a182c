import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { JobView } from '#libs/contracts';
import { verdict as verdictOn } from '../support/command.js';
import { dataFolder, Product, removeDataFolders } from '../support/product.js';
import { until } from '../support/until.js';

const minutes = 60_000;
const today = (): string => new Date().toISOString().slice(0, 10);

describe('npx verdict sources', () => {
  let product: Product;
  let folder: string;

  beforeAll(async () => {
    Product.build();
    product = await Product.start(dataFolder(), {}, '--empty');
    await product.ready();
    folder = join(product.data, 'shop');
    mkdirSync(folder);
  }, 5 * minutes);
  afterAll(async () => {
    await product.stop();
    await removeDataFolders();
  }, minutes);

  const verdict = (...parameters: string[]) => verdictOn(product.data, ...parameters);
  const sources = (...parameters: string[]) => verdict('sources', ...parameters);

  function file(text: string): string {
    const path = join(folder, 'sources.yml');
    writeFileSync(path, text);
    return path;
  }

  it(
    'describes, pulls and shows',
    async () => {
      writeFileSync(join(folder, 'orders.csv'), 'id,email,amount\n1,a@example.com,5\n2,b@example.com,x\n');
      const described = {
        kind: 'files',
        location: `file:${folder}`,
        description: 'A shop',
        tables: {
          orders: {
            from: 'orders.csv',
            columns: [
              { name: 'email', use: 'hash' },
              { name: 'amount', use: 'keep', type: 'integer' },
            ],
          },
        },
      };
      const applied = await sources('apply', file(JSON.stringify({ shop: described })));
      expect(applied).toMatchObject({ code: 0, out: 'shop: 1 table\n' });
      const pulled = await sources('pull', 'shop');
      expect(pulled).toMatchObject({
        code: 0,
        out: expect.stringMatching(
          new RegExp(
            `^orders of ${today()}: 1 row\n  left aside: 1 integer\n    line 3: amount, integer: .+\n` +
              `  all of them: curl -H "authorization: Bearer \\$ADMIN" ${product.url}/v1/sources/shop/pulls/.+/quarantine\n` +
              `orders of ${today()} is loaded as snapshot.shop_orders. `,
          ),
        ),
      });
      expect((await sources('pull', 'shop')).out).toContain(': --again pulls it anew');
      expect((await verdict('warehouse', 'publish', 'snapshot.shop_orders')).out).toContain('is published');
      const asked = await verdict('warehouse', 'query', 'SELECT COUNT(*) AS n FROM snapshot.shop_orders', '--csv');
      expect(asked).toMatchObject({ code: 0, out: 'n\r\n1\n' });
      expect(await verdict('warehouse', 'withdraw', 'snapshot.shop_orders')).toMatchObject({ code: 0 });
      expect((await verdict('warehouse', 'query', 'SELECT COUNT(*) FROM snapshot.shop_orders')).code).toBe(1);
      const listed = await sources('list', '--json');
      expect(JSON.parse(listed.out)).toMatchObject([
        {
          key: 'shop',
          tables: [{ name: 'orders', freshness: { day: today(), rows: 1, latest: { counts: { quarantined: 1 } } } }],
        },
        { key: 'verdict' },
      ]);
      expect((await sources('list')).out).toContain(
        `shop (files)\n  orders                         ${today()}, 1 row\n`,
      );
      expect(parse((await sources('show', 'shop')).out)).toEqual({ shop: described });
    },
    5 * minutes,
  );

  it(
    'says what the warehouse has refused',
    async () => {
      writeFileSync(join(folder, 'pairs.csv'), 'id,name\n1,a\n1,b\n');
      const twice = {
        kind: 'files',
        location: `file:${folder}`,
        tables: { pairs: { from: 'pairs.csv', key: ['id'] } },
      };
      expect(await sources('apply', file(JSON.stringify({ twice })))).toMatchObject({ code: 0 });
      const pulled = await sources('pull', 'twice');
      expect(pulled).toMatchObject({
        code: 1,
        out: expect.stringContaining(`pairs of ${today()}: 2 rows`),
        error: expect.stringContaining('the warehouse has refused it. id is not a key'),
      });
      expect((await sources('list')).out).toContain('id is not a key');
      await until(async () => {
        const [job] = await product.ask<JobView[]>('/v1/jobs?name=source_pull&limit=1');
        const { state, result } = job ?? {};
        return state === 'done' && (result as { warehouse?: string }).warehouse === 'refused';
      });
      expect((await sources('pull', 'twice', '--again', '--no-wait')).out).toContain('2 rows');
    },
    5 * minutes,
  );

  it(
    'applies nothing where an entity has its table, and frees it',
    async () => {
      const users = (location: string) => ({
        kind: 'files',
        location,
        tables: { users: { from: 'users.csv', entity: { name: 'backer', map: { backer_id: 'id' } } } },
      });
      expect(await sources('apply', file(JSON.stringify({ mine: users(`file:${folder}`) })))).toMatchObject({
        code: 0,
      });
      const theirs = file(JSON.stringify({ theirs: users(`file:${folder}`) }));
      const refused = await sources('apply', theirs);
      expect(refused.code).toBe(1);
      expect(refused.error).toContain('remove it: npx verdict sources remove mine users');
      expect((await sources('list')).out).not.toContain('theirs');
      expect(await sources('remove', 'mine', 'users')).toMatchObject({
        code: 0,
        out: 'mine/users is described no more. What was pulled stays.\n',
      });
      expect(await sources('apply', theirs)).toMatchObject({ code: 0, out: 'theirs: 1 table\n' });
      expect(await sources('remove', 'theirs')).toMatchObject({ code: 0 });
      expect(await sources('remove', 'theirs')).toMatchObject({ code: 1, error: 'No source theirs.\n' });
    },
    5 * minutes,
  );

  it(
    'says what is wrong, and where',
    async () => {
      const refused = await sources(
        'apply',
        file('shop: {kind: files, location: "file:/tmp", tables: {orders: {mode: incremental}}}'),
      );
      expect(refused.code).toBe(1);
      expect(refused.error).toContain('shop/orders: The table cannot be pulled like this.');
      expect(refused.error).toContain('/mode: only mysql and postgres can be asked for what has changed');
      expect(await sources('apply', file('a: [b'))).toMatchObject({
        code: 1,
        error: expect.stringContaining('is no YAML'),
      });
      expect(await sources('apply', file('[]'))).toMatchObject({
        code: 1,
        error: expect.stringContaining('describes no sources'),
      });
      expect(await sources('pull', 'nowhere')).toMatchObject({ code: 1, error: 'No source nowhere.\n' });
      expect(await sources('pull', 'shop', '--day', 'today')).toMatchObject({
        code: 1,
        error: expect.stringContaining('FIRST..LAST'),
      });
      const past = await sources('pull', 'shop', '--day', '2020-01-01..2020-01-02');
      expect(past.error).toContain('orders is only known as it is now');
    },
    5 * minutes,
  );
});

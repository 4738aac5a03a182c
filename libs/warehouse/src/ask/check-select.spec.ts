import { describe, expect, it } from '@jest/globals';
import { checkSelect } from './check-select.js';

const published = new Set(['published.project', 'published.pledge', 'published.event', 'snapshot.shop_orders']);
const check = (text: string) => checkSelect(text, { published, pointer: '/sql' });

describe('a refusal of a question', () => {
  it.each([
    ['SELECT GETDATE()', 'use CURRENT_TIMESTAMP'],
    ['SELECT nvl(amount, 0) FROM pledge', 'use COALESCE'],
    ['SELECT MEDIAN(amount) FROM pledge', 'use PERCENTILE_CONT(0.5) WITHIN GROUP'],
    ['SELECT constructor(1)', 'docs/guides/warehouse.md lists those that are'],
    ['SELECT TOP 3 * FROM pledge', 'LIMIT at the end'],
    ['SELECT APPROXIMATE COUNT(DISTINCT id) FROM pledge', 'leave APPROXIMATE out'],
    ["SELECT LISTAGG(DISTINCT id, ',') WITHIN GROUP (ORDER BY id) FROM pledge", 'one row for each value'],
    ['SELECT * FROM projects', 'projects is not published; the nearest that are: project, '],
    ['SELECT * FROM snapshot.shop_order', 'the nearest that are: snapshot.shop_orders, '],
  ])('of %s says what to write instead', async (text, hint) => {
    await expect(check(text)).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining(hint) });
  });

  it('leaves a text whole that begins with a comment and ends with a semicolon', async () => {
    const text = '-- Which projects?\nSELECT project_id FROM project WHERE goal > 5';
    expect((await check(`${text};`)).text).toBe(text);
  });

  it('names nothing that is itself refused', async () => {
    for (const text of [
      'COALESCE(1, 2)',
      'CURRENT_TIMESTAMP',
      'STRPOS(name, name)',
      'SPLIT_PART(name, name, 1)',
      "name ~ 'a'",
    ])
      await expect(check(`SELECT ${text} FROM event`)).resolves.toBeDefined();
  });
});

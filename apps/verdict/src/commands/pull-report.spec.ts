import { describe, expect, it } from '@jest/globals';
import type { PullView } from '#libs/contracts';
import { describeLoaded, describePulled } from './pull-report.js';

const view = (changes: Partial<PullView>): PullView => ({
  id: 'p',
  source: 'my-shop',
  table: 'orders',
  day: '2026-03-09',
  state: 'done',
  attempt: 1,
  mode: 'full',
  counts: { rows: 1, bytes: 10, quarantined: 0, warnings: {} },
  manifest: null,
  error: null,
  warehouse: 'loaded',
  refused: null,
  job_id: 'j',
  created_by: 'test',
  created_at: new Date(0),
  finished_at: new Date('2026-03-09T16:10:40Z'),
  ...changes,
});

describe('the report of a pull', () => {
  it('says what came, and that nothing did where it was there', () => {
    expect(describePulled(view({}), false, undefined)).toBe('orders of 2026-03-09: 1 row\n');
    expect(describePulled(view({}), true, undefined)).toBe(
      'orders of 2026-03-09: 1 row, there already, pulled 2026-03-09 16:10 UTC: --again pulls it anew\n',
    );
    const counts = { rows: 1_200, bytes: 10, quarantined: 0, warnings: { zero_date: 2 } };
    expect(describePulled(view({ mode: 'delta', counts }), false, undefined)).toBe(
      'orders of 2026-03-09: 1,200 rows, changed since the day before, 2 zero date\n',
    );
  });

  it('says what is wrong with the rows that were left aside, and where all of them are', () => {
    const counts = { rows: 1, bytes: 10, quarantined: 1, warnings: {} };
    const lines = [{ object: 'orders.csv', line: 3, field: 'amount', rule: 'integer', detail: 'no integer' }];
    expect(describePulled(view({ counts }), false, { lines, place: { url: 'http://here/q', first: undefined } })).toBe(
      'orders of 2026-03-09: 1 row\n' +
        '  left aside: 1 integer\n' +
        '    line 3: amount, integer: no integer\n' +
        '  all of them: curl -H "authorization: Bearer $ADMIN" http://here/q\n',
    );
  });

  it('names the table in the warehouse, and how to publish it', () => {
    expect(describeLoaded(view({}))).toBe(
      'orders of 2026-03-09 is loaded as snapshot.my_shop_orders. ' +
        'Who wants to ask about it: npx verdict warehouse publish snapshot.my_shop_orders\n',
    );
    expect(describeLoaded(view({ mode: 'events' }))).toBe('orders of 2026-03-09 is loaded among the events.\n');
  });
});

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ImportTest } from '../support/imports.js';
import { describeShared } from '../support/shared.js';

const lines = Number(process.env['IMPORT_LINES'] ?? 20_000);

/** The mapping of docs/guides/import.md. */
const mapping = {
  map: {
    pledge_id: 'TRANSACTION_ID',
    time: 'TX_DATETIME',
    backer_id: 'CUSTOMER_ID',
    project_id: 'TERMINAL_ID',
    amount: 'TX_AMOUNT',
    label: 'TX_FRAUD',
  },
  set: { currency: 'USD' },
  amount_unit: 'major',
  label_delay: '7d',
  label_values: { '1': 'fraud', '0': '' },
};

describeShared('card payments with labels', 'data/handbook/transactions_until_2018-08-07.csv.gz', (path) => {
  let test: ImportTest;
  beforeAll(async () => {
    test = await ImportTest.start();
  });
  afterAll(() => test.close());

  it('are all in, scored as of their own time, and the score finds their frauds', async () => {
    const file = test.file('transactions.csv', await head(path, lines + 1));
    const view = await test.run('pledges', file, mapping);
    expect(view).toMatchObject({
      state: 'done',
      counts: { lines, pledges: lines, scored: lines, quarantined: 0, repeated: 0 },
    });
    expect(view.report?.frauds).toBe(view.counts.labels);
    expect(view.report?.frauds).toBeGreaterThan(10);
    // No project is known for fraud in the first two days: what is left is the amount against the backer's own.
    expect(view.report?.auc).toBeGreaterThan(0.7);
  }, 120_000);
});

async function head(path: string, count: number): Promise<string> {
  const text: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path).pipe(createGunzip()) })) {
    text.push(line);
    if (text.length === count) break;
  }
  return `${text.join('\n')}\n`;
}

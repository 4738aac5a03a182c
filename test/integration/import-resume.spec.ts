import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobContext } from '#libs/queue';
import { ImportTest, pledgeLines, pledgeMapping } from '../support/imports.js';

let test: ImportTest;
beforeAll(async () => {
  test = await ImportTest.start();
});
afterAll(() => test.close());

describe('an import that is cut short', () => {
  /** As if the process died in the n-th transaction of its own. */
  const dying = (transactions: number): Pick<JobContext, 'hold' | 'advance'> => {
    let left = transactions;
    const hold = (): Promise<void> => (left-- > 0 ? Promise.resolve() : Promise.reject(new Error('killed')));
    return { hold, advance: hold };
  };
  const outcome = async (id: string): Promise<unknown[]> => [
    (await test.assessments(id)).map((row) => [row.pledge_id, row.revision, row.stamp, row.risk_score, row.features]),
    (await test.observations(id)).map((row) => [row.stamp, row.kind, row.pledge_id, row.amount, row.category]),
    await test.tables(id),
  ];

  it('goes on where it was, wherever that is, and ends as if nothing had happened', async () => {
    const lines = pledgeLines('kill', 2_100);
    const path = test.csv(lines);
    const { import: view } = await test.create('pledges', path, pledgeMapping);
    for (let transactions = 0; ; transactions++) {
      const error = await test.work(view, dying(transactions)).then(
        () => undefined,
        (failure: Error) => failure,
      );
      if (error === undefined) break;
      expect(error.message).toBe('killed');
      const found = await test.imports.get(view.id);
      expect(found.counts.scored).toBeLessThanOrEqual(2_100);
      transactions = Math.min(transactions, 1);
    }
    const done = await test.imports.get(view.id);
    expect(done).toMatchObject({ state: 'done', counts: { lines: 2_100, pledges: 2_100, scored: 2_100, labels: 210 } });
    const killed = await outcome(view.id);
    const other = await ImportTest.start();
    const undisturbed = test;
    test = other;
    const whole = await other.run('pledges', test.csv(lines), pledgeMapping);
    expect(await outcome(whole.id)).toEqual(killed);
    test = undisturbed;
    await other.close();
  }, 60_000);

  it('stops when it is cancelled', async () => {
    const { import: view } = await test.create('pledges', test.csv(pledgeLines('stop', 100)), pledgeMapping);
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(test.work(view, { signal })).rejects.toThrow('cancelled');
    expect((await test.work(view)).counts.scored).toBe(100);
  });

  it('refuses a file that changed meanwhile', async () => {
    const path = test.csv(pledgeLines('change', 10));
    const { import: view } = await test.create('pledges', path, pledgeMapping);
    test.file(path.slice(path.lastIndexOf('/') + 1), 'something else\n');
    await expect(test.work(view)).rejects.toThrow('has changed');
  });

  it('waits for the import before it', async () => {
    const views = await Promise.all(
      ['one', 'two'].map((name) => test.create('pledges', test.csv(pledgeLines(name, 300)), pledgeMapping)),
    );
    const steps: string[] = [];
    await Promise.all(
      views.map(({ import: view }) =>
        test.work(view, { progress: (_done, _total, note) => void steps.push(`${view.id} ${note}`) }),
      ),
    );
    const ordering = steps.filter((step) => /Putting|Scoring/.test(step)).map((step) => step.split(' ')[0]);
    expect(ordering.filter((id, index) => index === 0 || ordering[index - 1] !== id)).toHaveLength(2);
  });
});

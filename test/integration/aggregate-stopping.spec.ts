import { describe, expect, it } from '@jest/globals';
import { aggregateLines, ExperimentAggregate, linesOf, type AggregateAsked } from '#libs/experimentation';
import { engines } from '../support/engines.js';
import { nothingElse, readyPinned } from '../support/pinned.js';
import { until } from '../support/until.js';
import { warehouseCatalogue } from '../support/warehouse.js';

/** It would take years. */
const endless = `SELECT
  CAST(one.n AS VARCHAR) AS backer_id,
  CAST('2026-01-02 00:00:00' AS TIMESTAMP) AS time
FROM integers AS one, integers AS two, integers AS three
WHERE one.n + two.n + three.n < 0`;

async function asked(): Promise<AggregateAsked> {
  const [metric] = readyPinned(['pledge_conversion'], ['all']);
  const columns = [
    { name: 'backer_id', type: 'text' },
    { name: 'time', type: 'timestamp' },
  ] as const;
  const pinned = { ...metric!, numerator: { ...metric!.numerator, sql: endless, columns } };
  return {
    experiment: 'endless',
    unit: 'backer',
    startedAt: new Date('2026-01-01T00:00:00Z'),
    enrolmentEndsAt: null,
    pauses: [],
    phasesFrom: [],
    zone: 'UTC',
    dataThrough: new Date('2026-02-01T00:00:00Z'),
    exclusions: [],
    forced: [],
    lines: await aggregateLines(warehouseCatalogue, linesOf(pinned), await nothingElse()),
  };
}

describe.each(engines)('a refresh that nobody waits for any more, on $name', ({ name, make }) => {
  it('is stopped in the warehouse, under its own name, and leaves nothing', async () => {
    const made = await make();
    await made.warehouse.open();
    const running = async (): Promise<number> =>
      (
        await made.rows(
          "SELECT pid FROM pg_stat_activity WHERE application_name = 'verdict/endless' AND state = 'active'",
        )
      ).length;
    try {
      const leave = new AbortController();
      const refresh = new ExperimentAggregate(made.warehouse, warehouseCatalogue).refresh(await asked(), leave.signal);
      const ended = refresh.catch((error: unknown) => error);
      if (name === 'PostgreSQL') await until(async () => (await running()) === 1);
      leave.abort(new Error('Cancelled.'));
      expect(await ended).toMatchObject({ message: 'Cancelled.' });
      if (name === 'PostgreSQL') await until(async () => (await running()) === 0);
      expect(await made.rows('SELECT experiment FROM experiment_unit')).toEqual([]);
    } finally {
      await made.warehouse.close();
      await made.close();
    }
  });
});

describe.each(engines.filter(({ name }) => name === 'PostgreSQL'))('a refresh on $name', ({ make }) => {
  it('is stopped by the server itself where nobody is left to stop it', async () => {
    const made = await make();
    await made.warehouse.open();
    try {
      // The server's own limit comes ten seconds after ours: none at all, and it has passed at once.
      const limits = { milliseconds: -9_900 };
      const refresh = new ExperimentAggregate(made.warehouse, warehouseCatalogue, limits).refresh(await asked());
      await expect(refresh).rejects.toThrow('statement timeout');
    } finally {
      await made.warehouse.close();
      await made.close();
    }
  });
});

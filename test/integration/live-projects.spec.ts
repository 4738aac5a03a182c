import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BackfillHandler } from '#libs/analytics';
import { engines } from '../support/engines.js';
import { openedWarehouse } from '../support/opened-warehouse.js';

interface Project {
  readonly id: string;
  readonly launched: string;
  readonly deadline: string;
  readonly state: string;
  readonly changed?: string;
  readonly zone?: string;
}

const zones = ['UTC', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Auckland'];
const early = new Set(['canceled', 'cancelled', 'suspended']);

/** The day that the clocks of a zone show, by this machine's own tables of zones. */
const dayIn = (time: string, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(`${time.replace(' ', 'T')}Z`),
  );

/** Each project votes for each day: the reference counts them one by one. */
function votes(projects: readonly Project[], from: string, to: string): Map<string, number> {
  const counted = new Map<string, number>();
  for (const { launched, deadline, state, changed, zone = 'UTC' } of projects) {
    const end = early.has(state) && changed !== undefined && changed < deadline ? changed : deadline;
    const last = dayIn(end, zone);
    for (
      let day = dayIn(launched, zone);
      day <= last;
      day = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
    )
      if (day >= from && day <= to) counted.set(day, (counted.get(day) ?? 0) + 1);
  }
  return counted;
}

const quoted = (text: string | undefined): string => (text === undefined ? 'NULL' : `'${text.replaceAll("'", "''")}'`);

describe.each(engines)('live projects per day, in $name', ({ make }) => {
  const made = openedWarehouse(make);

  const fill = async (projects: readonly Project[]): Promise<void> => {
    await made.rows('DELETE FROM project');
    const rows = projects.map(
      ({ id, launched, deadline, state, changed, zone }) =>
        `(${[id, launched, deadline, state, changed, zone].map(quoted).join(', ')}, '2026-03-01')`,
    );
    for (let at = 0; at < rows.length; at += 1_000)
      await made.rows(
        `INSERT INTO project (project_id, launched_at, deadline, state, state_changed_at, time_zone, snapshot_on) VALUES ${rows.slice(at, at + 1_000).join(', ')}`,
      );
  };
  const backfill = (from: string, to: string, over: { saved?: unknown; stopAfter?: number } = {}) => {
    let chunks = 0;
    return new BackfillHandler(made.warehouse).run(
      { table: 'live_project_day', from, to },
      {
        signal: new AbortController().signal,
        saved: over.saved ?? null,
        progress: () => undefined,
        checkpoint: () => {
          if (++chunks === over.stopAfter) throw new Error('killed');
          return Promise.resolve();
        },
      },
    );
  };
  const counted = async (): Promise<Map<string, number>> => {
    const rows = await made.rows(
      'SELECT CAST(day AS VARCHAR) AS day, CAST(SUM(projects) AS VARCHAR) AS projects FROM live_project_day GROUP BY day ORDER BY day',
    );
    return new Map(rows.map(({ day, projects }) => [day ?? '', Number(projects)]));
  };

  it('count a project on the day of its launch and of its deadline, in its own zone', async () => {
    await fill([
      {
        id: 'a',
        launched: '2026-03-01 07:30:00',
        deadline: '2026-03-03 07:30:00',
        state: 'successful',
        zone: 'America/Los_Angeles',
      },
      { id: 'b', launched: '2026-03-01 23:30:00', deadline: '2026-03-02 00:30:00', state: 'failed' },
      {
        id: 'c',
        launched: '2026-03-01 00:00:00',
        deadline: '2026-03-09 00:00:00',
        state: 'canceled',
        changed: '2026-03-02 12:00:00',
      },
      {
        id: 'd',
        launched: '2026-03-01 00:00:00',
        deadline: '2026-03-02 00:00:00',
        state: 'canceled',
        changed: '2026-03-05 12:00:00',
      },
    ]);
    await backfill('2026-02-25', '2026-03-10');
    expect(Object.entries(Object.fromEntries(await counted()))).toEqual([
      ['2026-02-28', 1],
      ['2026-03-01', 4],
      ['2026-03-02', 4],
    ]);
  });

  it('equal a count one by one, whatever the projects are', async () => {
    const time = fc
      .date({ min: new Date('2025-01-01'), max: new Date('2026-06-30'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 19).replace('T', ' '));
    const project = fc.record({
      launched: time,
      days: fc.integer({ min: 0, max: 70 }),
      state: fc.constantFrom('live', 'successful', 'failed', 'canceled', 'suspended'),
      changedAfter: fc.integer({ min: 0, max: 80 }),
      zone: fc.constantFrom(...zones),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(project, { maxLength: 30 }), async (drawn) => {
        const later = (from: string, days: number): string =>
          new Date(Date.parse(`${from.replace(' ', 'T')}Z`) + days * 86_400_000)
            .toISOString()
            .slice(0, 19)
            .replace('T', ' ');
        const projects = drawn.map(({ launched, days, state, changedAfter, zone }, index) => ({
          id: `p${index}`,
          launched,
          deadline: later(launched, days),
          state,
          changed: later(launched, changedAfter),
          zone,
        }));
        await fill(projects);
        await backfill('2025-03-01', '2026-04-30');
        const found = await counted();
        for (const day of found.keys()) if (day < '2025-03-01' || day > '2026-04-30') found.delete(day);
        expect(found).toEqual(votes(projects, '2025-03-01', '2026-04-30'));
      }),
      { numRuns: 12 },
    );
  });

  it('are the same when the work is cut short and goes on, and when it is repeated', async () => {
    await fill([{ id: 'a', launched: '2025-03-01 00:00:00', deadline: '2026-02-01 00:00:00', state: 'live' }]);
    await made.rows('DELETE FROM live_project_day');
    await expect(backfill('2025-01-01', '2025-12-31', { stopAfter: 5 })).rejects.toThrow('killed');
    await backfill('2025-01-01', '2025-12-31', { saved: { next: '2025-05-05' } });
    const once = await counted();
    expect(once.size).toBe(306);
    await backfill('2025-01-01', '2025-12-31');
    expect(await counted()).toEqual(once);
  });
});

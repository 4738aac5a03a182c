import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FinalTables, simulateCompany, type PledgeStateRow } from '#libs/simulation';
import { PledgeParts } from './pledge-parts.js';

const byId = (left: PledgeStateRow, right: PledgeStateRow): number => (left.pledge_id < right.pledge_id ? -1 : 1);

describe('the pledges of a history, a part at a time', () => {
  const home = mkdtempSync(join(tmpdir(), 'verdict-parts-'));
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('stand at its end as they do read at once, and leave no file', async () => {
    const company = simulateCompany({ seed: 3, days: 30, scale: 'small', until: new Date('2026-03-01T00:00:00Z') });
    const folder = join(home, 'parts');
    const [whole, projects] = [FinalTables.empty(), FinalTables.empty()];
    // What a killed run left must not count.
    const killed = await PledgeParts.create(folder);
    for (const record of company.records()) {
      if (record.kind === 'pledge') await killed.write(record);
      if (record.kind === 'pledge' && record.row.time > '2026-02-10') break;
    }
    const parts = await PledgeParts.create(folder);
    for (const record of company.records()) {
      whole.take(record);
      if (record.kind === 'project') projects.take(record);
      if (record.kind === 'pledge' || record.kind === 'outcome') await parts.write(record);
    }
    const rows: PledgeStateRow[] = [];
    for await (const row of parts.rows(projects)) rows.push(row);
    expect(rows.length).toBeGreaterThan(500);
    expect(rows.toSorted(byId)).toEqual([...whole.pledges()].toSorted(byId));
    expect(existsSync(folder)).toBe(false);
  });
});

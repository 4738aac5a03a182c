import { describe, expect, it } from '@jest/globals';
import { simulateCompany } from './company.js';
import { FinalTables } from './final-tables.js';
import type { OutcomeRow, ProjectRow } from './records.js';

describe('the company’s tables at the end of its history', () => {
  const company = simulateCompany({ seed: 3, days: 60, scale: 'small', until: new Date('2026-03-01T00:00:00Z') });
  const tables = FinalTables.empty();
  const outcomes = new Map<string, OutcomeRow[]>();
  const amounts = new Map<string, number>();
  for (const record of company.records()) {
    tables.take(record);
    if (record.kind === 'pledge') amounts.set(record.row.pledge_id, record.row.amount);
    if (record.kind === 'outcome')
      outcomes.set(record.row.pledge_id, [...(outcomes.get(record.row.pledge_id) ?? []), record.row]);
  }
  const projects = new Map<string, ProjectRow>([...tables.projects()].map((row) => [row.project_id, row]));
  const pledges = [...tables.pledges()];
  const kinds = (id: string) => (outcomes.get(id) ?? []).map(({ kind }) => kind);

  it('have one row a project and one a pledge, the last amount', () => {
    expect(new Set(pledges.map(({ pledge_id }) => pledge_id)).size).toBe(pledges.length);
    expect(pledges.map(({ pledge_id, amount }) => [pledge_id, amount])).toEqual([...amounts]);
    const early = [...projects.values()].filter(({ state }) => state === 'canceled');
    expect(early.length).toBeGreaterThan(0);
    for (const { state_changed_at, deadline } of early) expect(state_changed_at < deadline).toBe(true);
  });

  it('say of each pledge what became of it', () => {
    const seen = new Set(pledges.map(({ state }) => state));
    expect(seen).toEqual(new Set(['live', 'declined', 'cancelled', 'dropped', 'collected', 'refunded']));
    for (const { pledge_id, project_id, state, pledged_at, changed_at } of pledges) {
      expect(changed_at >= pledged_at).toBe(true);
      expect(kinds(pledge_id).includes('collected')).toBe(state === 'collected' || state === 'refunded');
      const { state: ended } = projects.get(project_id) ?? {};
      if (state === 'dropped') expect(['failed', 'canceled']).toContain(ended);
      if (state === 'live') expect(['live', 'successful']).toContain(ended);
    }
  });
});

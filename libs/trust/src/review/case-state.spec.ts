import { describe, expect, it } from '@jest/globals';
import type { Principal } from '#libs/contracts';
import { isHeldByOther, requireChange, type HeldCase } from './case-state.js';

const person = (id: string, role: 'reviewer' | 'admin' = 'reviewer'): Principal => ({
  kind: 'person',
  id,
  name: id,
  role,
  scopes: [],
  live: true,
});
const open: HeldCase = { state: 'open', assignee: null, claimed_by: null, held_until: null };
const claimed: HeldCase = { ...open, state: 'claimed', claimed_by: 'a', held_until: new Date(1_000) };

describe('what may become of a case', () => {
  it('is nothing while another holds it, and anything from the moment that the lease is over', () => {
    expect(() => requireChange(claimed, 'closed', person('b'), 999)).toThrow(/Another reviewer/);
    expect(() => requireChange(claimed, 'claimed', person('b'), 1_000)).not.toThrow();
    expect(() => requireChange(claimed, 'closed', person('a'), 999)).not.toThrow();
    expect(isHeldByOther(claimed, person('b'), 1_000)).toBe(false);
  });

  it('is nothing once it is closed', () => {
    const closed: HeldCase = { ...open, state: 'closed' };
    for (const to of ['open', 'claimed', 'waiting', 'escalated', 'closed'] as const)
      expect(() => requireChange(closed, to, person('a'), 0)).toThrow(expect.objectContaining({ kind: 'conflict' }));
  });

  it('is a claim by whom it is assigned to only', () => {
    const assigned = { ...open, assignee: 'a' };
    expect(() => requireChange(assigned, 'claimed', person('a'), 0)).not.toThrow();
    expect(() => requireChange(assigned, 'claimed', person('b'), 0)).toThrow(/assigned/);
  });

  it('is a claim by an admin where it is escalated', () => {
    const escalated: HeldCase = { ...open, state: 'escalated' };
    expect(() => requireChange(escalated, 'claimed', person('a'), 0)).toThrow(/admin/);
    expect(() => requireChange(escalated, 'claimed', person('a', 'admin'), 0)).not.toThrow();
    expect(() => requireChange({ ...escalated, assignee: 'a' }, 'claimed', person('a'), 0)).not.toThrow();
  });
});

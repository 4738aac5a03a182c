import { expect, it } from '@jest/globals';
import { chainHash, firstHash, type ChainedRow } from './audit-hash.js';

const row: ChainedRow = {
  id: 1,
  xid: '7',
  at_micros: 1_700_000_000_000_000,
  actor_kind: 'person',
  actor_id: 'p',
  actor_name: 'P',
  action: 'rule.live',
  subject_kind: 'rule',
  subject_id: 'r',
  before: null,
  after: '{"a": 1}',
  request_id: null,
};

it('is the hash that coreutils give of the same text', () => {
  // printf '%s\n%s' "$(printf '0%.0s' {1..64})" '[1,1700000000000000,"person","p","P","rule.live","rule","r",null,"{\"a\": 1}",null]' | sha256sum
  expect(chainHash(firstHash, [row])).toBe('ac2793b0041dc509bc99304865fef7697588471c02f62556388ca866309d07d7');
});

it('changes with every field that somebody could change, and with the order', () => {
  const hash = chainHash(firstHash, [row]);
  for (const [name, value] of Object.entries({
    ...row,
    id: 2,
    at_micros: 1,
    before: '{}',
    after: null,
    request_id: 'x',
  }))
    if (name !== 'xid' && value !== row[name as keyof ChainedRow])
      expect([name, chainHash(firstHash, [{ ...row, [name]: value }])]).not.toEqual([name, hash]);
  const other = { ...row, id: 2 };
  expect(chainHash(firstHash, [row, other])).not.toBe(chainHash(firstHash, [other, row]));
});

import { describe, expect, it } from '@jest/globals';
import { reportSchema } from '#libs/contracts';
import { unreadUnits } from './unread-units.js';

const days = { from: '2026-03-01', to: '2026-03-31' };
const units = reportSchema.parse({ kind: 'experiment_units', ...days, experiment: 'buton', metric: 'paid' });

describe('a report of units that finds none', () => {
  it('names the experiment, and one that finds some says nothing', () => {
    expect(unreadUnits(units, [])).toMatchObject([{ pointer: '/experiment', name: 'buton' }]);
    expect(unreadUnits(units, [{ unit: 'v1' }])).toEqual([]);
  });

  it('is no other report', () => {
    expect(unreadUnits(reportSchema.parse({ kind: 'pledges_by_country', ...days }), [])).toEqual([]);
  });
});

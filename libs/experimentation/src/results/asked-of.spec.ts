import { describe, expect, it } from '@jest/globals';
import { chosenReadyMade } from '../../testing/ready-made.js';
import { twoArms } from '../../testing/two-arms.js';
import { draftOf } from '../experiment/draft.js';
import { askedOf } from './asked-of.js';

const keys = ['pledge_conversion'];
const at = (day: number): Date => new Date(Date.UTC(2026, 0, day));
const draft = draftOf({ ...twoArms, metrics: keys }, { at: at(1), by: 'Ada' }, chosenReadyMade(keys));

describe('what the warehouse is asked of an experiment', () => {
  it('is by the days of its zone, those of UTC where it has none', () => {
    const started = { ...draft, startedAt: at(2) };
    expect(askedOf({ ...started, reportingZone: 'Asia/Tokyo' }, [], at(9)).zone).toBe('Asia/Tokyo');
    expect(askedOf(started, [], at(9)).zone).toBe('UTC');
  });

  it('begins where all units were divided anew', () => {
    const asked = askedOf({ ...draft, startedAt: at(2), rebucketedAt: at(5) }, [], at(9));
    expect(asked).toMatchObject({ experiment: 'x', startedAt: at(5), dataThrough: at(9), phasesFrom: [] });
  });
});

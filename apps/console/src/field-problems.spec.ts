import { expect, it } from '@jest/globals';
import { listed, problemAt, problemsOf } from './field-problems.js';
import { ApiError } from './http.js';

const refused = (status: number): ApiError =>
  new ApiError({
    title: 'Bad Request',
    status,
    detail: 'The schedule could not work. /stop_at: stop must come after close',
    problems: [
      { pointer: '/stop_at', rule: 'schedule_order', detail: 'stop must come after close' },
      { pointer: '/stop_at', rule: 'possible_step', detail: 'The experiment e is stopped; stop is not possible.' },
    ],
  });

it('has all that is wrong with a field as sentences, and nothing of the others', () => {
  expect(problemAt(refused(400), '/stop_at')).toBe(
    'Stop must come after close. The experiment e is stopped; stop is not possible.',
  );
  expect(problemAt(refused(400), '/start_at')).toBeUndefined();
});

it('blames no field for what is not in it', () => {
  expect(problemsOf(refused(409))).toEqual([]);
  expect(problemsOf(new Error('no'))).toEqual([]);
});

it('lists names as people do', () => {
  expect(listed(['Start'])).toBe('Start');
  expect(listed(['Start', 'Close enrolment', 'Stop'])).toBe('Start, Close enrolment and Stop');
});

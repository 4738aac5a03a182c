import { expect, it } from '@jest/globals';
import { fieldOf, listed, problemAt, problemsOf } from './field-problems.js';
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

it('names the place within a field that holds more than one value', () => {
  const problems = [{ pointer: '/attributes/tags/0', rule: 'length', detail: 'at most 8,000 characters' }];
  const error = new ApiError({ title: 'Bad Request', status: 400, detail: 'No.', problems });
  expect(problemAt(error, '/attributes')).toBe('tags 1: At most 8,000 characters.');
  expect(fieldOf('/attributes/tags/0', { '/attributes': 'the attributes' })).toBe('the attributes');
  expect(fieldOf('/attributes_of', { '/attributes': 'the attributes' })).toBeUndefined();
});

it('blames no field for what is not in it', () => {
  expect(problemsOf(refused(409))).toEqual([]);
  expect(problemsOf(new Error('no'))).toEqual([]);
});

it('lists names as people do', () => {
  expect(listed(['Start'])).toBe('Start');
  expect(listed(['Start', 'Close enrolment', 'Stop'])).toBe('Start, Close enrolment and Stop');
});

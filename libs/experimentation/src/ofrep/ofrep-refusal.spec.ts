import { describe, expect, it } from '@jest/globals';
import { ofrepRefusal, ofrepStatus } from './ofrep-refusal.js';

describe('a refusal in the words of OFREP', () => {
  it.each([
    [413, 400, 'INVALID_CONTEXT'],
    [415, 400, 'PARSE_ERROR'],
    [400, 400, 'GENERAL'],
    [404, 404, 'FLAG_NOT_FOUND'],
  ])('of status %i has the status %i and says %s', (status, shown, errorCode) => {
    const refusal = { status, detail: 'Why.' };
    expect([ofrepStatus(refusal), ofrepRefusal(refusal, 'f')]).toEqual([
      shown,
      { key: 'f', errorCode, errorDetails: 'Why.' },
    ]);
  });

  it.each([401, 403, 429, 500, 503])('of status %i says only why', (status) => {
    const refusal = { status, detail: 'Why.' };
    expect([ofrepStatus(refusal), ofrepRefusal(refusal, 'f')]).toEqual([status, { errorDetails: 'Why.' }]);
  });

  it('names each field with its rule', () => {
    const problems = [
      { pointer: '/context/a', rule: 'length', detail: 'too long' },
      { pointer: '?b', rule: 'type', detail: 'no text' },
    ];
    expect(ofrepRefusal({ status: 400, detail: 'Wrong.', problems }, undefined)).toEqual({
      errorCode: 'INVALID_CONTEXT',
      errorDetails: '/context/a: too long (rule: length); ?b: no text (rule: type)',
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { differences } from './differences.js';

describe('differences', () => {
  it.each([
    ['nothing', { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
    ['a value', { a: 1 }, { a: 2 }, [{ pointer: '/a', before: 1, after: 2 }]],
    ['what came', { a: [] }, { a: [0] }, [{ pointer: '/a/0', after: 0 }]],
    ['what went', { a: { b: 1 } }, { a: {} }, [{ pointer: '/a/b', before: 1 }]],
    ['another kind', { a: [] }, { a: {} }, [{ pointer: '/a', before: [], after: {} }]],
    ['null for an object', { a: null }, { a: { b: 1 } }, [{ pointer: '/a', before: null, after: { b: 1 } }]],
    ['the whole', undefined, { a: 1 }, [{ pointer: '', after: { a: 1 } }]],
    ['names with / and ~', { 'a/b~': 1 }, { 'a/b~': 2 }, [{ pointer: '/a~1b~0', before: 1, after: 2 }]],
  ])('finds %s', (_, before, after, expected) => {
    expect(differences(before, after)).toEqual(expected);
  });
});

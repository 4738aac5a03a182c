import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dropPrototypeNames, findPrototypeName, isPlainBody } from './prototype-names.js';

describe('names that reach a prototype', () => {
  const name = fc.constantFrom('__proto__', 'prototype', 'constructor');

  it('are gone at any depth, and nothing else is', () => {
    const value: unknown = JSON.parse(
      '{"kept":[1,{"__proto__":{"admin":true},"units":{"constructor":1,"prototype":2}}],"prototypes":3,"constructor":4}',
    );
    dropPrototypeNames(value);
    expect(JSON.stringify(value)).toBe('{"kept":[1,{"units":{}}],"prototypes":3}');
  });

  it('are found where they are', () => {
    const found = (text: string) => findPrototypeName(JSON.parse(text));
    expect(found('{"rules":[{"value":1},{"a/b":{"__proto__":"x"}}]}')).toBe('/rules/1/a~1b/__proto__');
    expect(found('{"constructor":1}')).toBe('/constructor');
    expect(found('{"prototypes":["constructor"],"a":null}')).toBeUndefined();
  });

  it('never pass as plain, however they are spelled', () => {
    const spelled = fc.tuple(name, fc.nat(20)).map(([text, at]) => {
      const letter = at % text.length;
      const code = text.charCodeAt(letter).toString(16).padStart(4, '0');
      return at < text.length ? `${text.slice(0, letter)}\\u${code}${text.slice(letter + 1)}` : text;
    });
    fc.assert(fc.property(spelled, (key) => !isPlainBody(Buffer.from(`{"a":[{"${key}":1}]}`))));
  });

  it('leave other bodies plain', () => {
    expect(isPlainBody(Buffer.from('{"units":{"visitor":"v_1"},"experiments":["checkout"]}'))).toBe(true);
  });
});

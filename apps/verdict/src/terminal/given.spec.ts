import { expect, it } from '@jest/globals';
import { newPersonSchema } from '#libs/contracts';
import { given } from './given.js';

it('says what is wrong with what a command was given, by its options', () => {
  const person = { email: 'an@example.com', name: 'An', role: 'analyst', password: 'long enough for anybody' };
  expect(given(newPersonSchema, person)).toEqual(person);
  expect(() => given(newPersonSchema, { ...person, email: 'an@x.y', name: '' })).toThrow(
    /^--email: an e-mail address\n--name: at least 1 character$/,
  );
});

import { invalid } from '#libs/errors';

const maximumLength = 512;
// A part never begins with a dot: no `..`, and what does is the store's own.
const part = /^[A-Za-z0-9_=+@,-][A-Za-z0-9_=+@,.-]*$/;

/** @throws VerdictError `invalid` for a name that could leave the store or that not every store can keep. */
export function checkObjectName(name: string): void {
  if (name.length > maximumLength || !name.split('/').every((one) => part.test(one)))
    throw invalid('An object’s name is parts of letters, digits and _=+@,.- joined by /; no part begins with a dot.');
}

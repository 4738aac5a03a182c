import { invalid } from '#libs/errors';

const longestName = 512;
// File systems have 255, of which servers that keep objects as files take some for what they add.
const longestPart = 200;
// A part never begins with a dot: no `..`, and what does is the store's own.
const part = /^[A-Za-z0-9_=+@,-][A-Za-z0-9_=+@,.-]*$/;

export const isObjectName = (name: string): boolean =>
  name.length <= longestName && name.split('/').every((one) => one.length <= longestPart && part.test(one));

/** @throws VerdictError `invalid` for a name that could leave the store or that not every store can keep. */
export function checkObjectName(name: string): void {
  if (!isObjectName(name))
    throw invalid(
      'An object’s name is parts of at most 200 letters, digits and _=+@,.- joined by /, 512 in all; no part begins with a dot.',
    );
}

/** The folder that a prefix names, up to its last `/`. @throws VerdictError `invalid` when nothing can lie in it. */
export function folderOfPrefix(prefix: string): string {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (folder !== '') checkObjectName(folder.slice(0, -1));
  return folder;
}

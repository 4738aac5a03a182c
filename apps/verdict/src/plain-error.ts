import { types } from 'node:util';

/** Something that a person at a terminal can mend: shown as its one sentence, without a stack. */
export class PlainError extends Error {
  override readonly name = 'PlainError';
}

const sentences: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The port is taken; choose another with PORT.',
  ENOSPC: 'The disk is full; make room and start again.',
  EACCES: 'The folder may not be written; check who owns it.',
  EROFS: 'The disk is read-only.',
  EDQUOT: 'The disk quota is used up; make room and start again.',
  ENOENT: 'There is no such file or folder.',
  EISDIR: 'It is a folder, where a file belongs.',
  ENOTDIR: 'A part of the path is a file.',
};

/** One clear sentence for an error: ours as it is, the system's by its code, anything else by its message. */
export function sentenceOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  const known = sentences[code];
  if (known === undefined) return error.message;
  return 'path' in error ? `${known} (${String(error.path)})` : known;
}

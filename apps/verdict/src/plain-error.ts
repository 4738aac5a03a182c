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
};

/** One clear sentence for an error: ours as it is, the system's by its code, anything else by its message. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  const known = sentences[code];
  if (known === undefined) return error.message;
  return 'path' in error ? `${known} (${String(error.path)})` : known;
}

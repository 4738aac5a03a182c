import { ApiError } from './http.js';

/** What a form's fields are called by a refusal, and by the form. */
export type FieldNames = Readonly<Record<string, string>>;

type Problem = NonNullable<ApiError['problem']['problems']>[number];

/** What is wrong, place by place; nothing where that is not why it was refused. */
export const problemsOf = (error: unknown): readonly Problem[] =>
  error instanceof ApiError && error.status === 400 ? (error.problem.problems ?? []) : [];

/** What is wrong with the field that has this pointer, as sentences. */
export function problemAt(error: unknown, pointer: string): string | undefined {
  const sentences = problemsOf(error).flatMap((one) => (one.pointer === pointer ? [sentence(one.detail)] : []));
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

/** `stop must come after close` is "Stop must come after close." */
export function sentence(detail: string): string {
  const text = detail.charAt(0).toUpperCase() + detail.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** "Start", "Start and Stop", "Start, Close enrolment and Stop". */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

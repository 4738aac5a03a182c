import { createContext } from 'react';
import { ApiError, type Problem as ProblemDocument } from './http.js';

/** What a form's fields are called by a refusal, and by the form. */
export type FieldNames = Readonly<Record<string, string>>;

export type Problem = NonNullable<ProblemDocument['problems']>[number];

/** What the form around was refused with; undefined where it was not. */
export const RefusedForm = createContext<unknown>(undefined);

/** What is wrong, place by place; nothing where that is not why it was refused. */
export const problemsOf = (error: unknown): readonly Problem[] =>
  error instanceof ApiError && error.status === 400 ? (error.problem.problems ?? []) : [];

/** What is wrong with the field that has this pointer, or with a place within its value, as sentences. */
export function problemAt(error: unknown, place: string): string | undefined {
  const sentences = problemsOf(error).flatMap(({ pointer, detail }) => {
    if (pointer === place) return [sentence(detail)];
    return isWithin(pointer, place) ? [`${namesIn(pointer.slice(place.length + 1))}: ${sentence(detail)}`] : [];
  });
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

/** The name of the field that a pointer leads to, or into. */
export const fieldOf = (pointer: string, fields: FieldNames): string | undefined =>
  fields[pointer] ?? Object.entries(fields).find(([place]) => isWithin(pointer, place))?.[1];

/** Names as they were written, and places counted from one: `visitor/0` is "visitor 1". */
const namesIn = (path: string): string => path.replace(/\/(\d+)/g, (_, index) => ` ${Number(index) + 1}`);

const isWithin = (pointer: string, place: string): boolean => pointer.startsWith(`${place}/`);

/** `stop must come after close` is "Stop must come after close." */
export function sentence(detail: string): string {
  const text = detail.charAt(0).toUpperCase() + detail.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** "Start", "Start and Stop", "Start, Close enrolment and Stop". */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

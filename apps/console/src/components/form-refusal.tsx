import type { ReactNode } from 'react';
import { fieldOf, listed, problemsOf, type FieldNames } from '../field-problems.js';
import { Note } from './note.js';
import { ProblemList } from './problem-list.js';
import { Refusal } from './refusal.js';

interface FormRefusalProps {
  readonly error: unknown;
  /** What did not happen. */
  readonly refusedTitle: string;
  /** By the pointers of the fields, which say themselves what is wrong with them. */
  readonly fields: FieldNames;
  readonly onReload?: () => void;
}

/** Which fields of a form have to be mended; what is wrong elsewhere in words. Any other refusal as everywhere. */
export function FormRefusal({ error, refusedTitle, fields, ...others }: FormRefusalProps): ReactNode {
  if (error === undefined) return null;
  const problems = problemsOf(error);
  if (problems.length === 0) return <Refusal error={error} {...others} />;
  const named = new Set(problems.flatMap(({ pointer }) => fieldOf(pointer, fields) ?? []));
  return (
    <Note tone="bad" title={refusedTitle} urgent>
      {named.size === 0 ? null : <p>Mend {listed([...named])} and try again.</p>}
      <ProblemList problems={problems.filter(({ pointer }) => fieldOf(pointer, fields) === undefined)} />
    </Note>
  );
}

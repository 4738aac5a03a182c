import type { ReactNode } from 'react';
import { listed, problemsOf, sentence, type FieldNames } from '../field-problems.js';
import { placeWords } from '../place-words.js';
import { Note } from './note.js';
import { Refusal } from './refusal.js';
import { Text } from './text.js';

interface FormRefusalProps {
  readonly error: unknown;
  /** What did not happen. */
  readonly title: string;
  /** By the pointers of the fields, which say themselves what is wrong with them. */
  readonly fields: FieldNames;
}

/** Which fields of a form have to be mended; what is wrong elsewhere in words. Any other refusal as everywhere. */
export function FormRefusal({ error, title, fields }: FormRefusalProps): ReactNode {
  if (error === undefined) return null;
  const problems = problemsOf(error);
  if (problems.length === 0) return <Refusal error={error} />;
  const named = new Set(problems.flatMap(({ pointer }) => fields[pointer] ?? []));
  const others = problems.filter(({ pointer }) => fields[pointer] === undefined);
  return (
    <Note tone="bad" title={title} urgent>
      {named.size === 0 ? null : <p>Mend {listed([...named])} and keep it again.</p>}
      {others.length === 0 ? null : (
        <ul>
          {others.map(({ pointer, rule, detail }) => (
            <li key={`${pointer} ${rule}`}>
              {pointer === '' ? null : <strong>{placeWords(pointer)}: </strong>}
              <Text>{sentence(detail)}</Text>
            </li>
          ))}
        </ul>
      )}
    </Note>
  );
}

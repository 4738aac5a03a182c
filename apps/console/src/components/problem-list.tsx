import type { ReactNode } from 'react';
import { sentence, type Problem } from '../field-problems.js';
import { placeWords } from '../place-words.js';
import { Text } from './text.js';

/** What is wrong, place by place in words; nothing where nothing is. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }): ReactNode {
  if (problems.length === 0) return null;
  return (
    <ul>
      {problems.map(({ pointer, rule, detail }) => (
        <li key={`${pointer} ${rule} ${detail}`}>
          {pointer === '' ? null : <strong>{placeWords(pointer)}: </strong>}
          <Text>{sentence(detail)}</Text>
        </li>
      ))}
    </ul>
  );
}

import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useSession } from '../session.js';
import { CodeBlock } from './code-block.js';
import { Empty } from './empty.js';

const command = `npx verdict warehouse query "
  -- How many pledges are in which state?
  SELECT state, COUNT(*) AS pledges FROM pledge GROUP BY state"`;

export function FirstQuestion({ archived }: { readonly archived: boolean }): ReactNode {
  const { may } = useSession();
  if (archived)
    return (
      <Empty title="Nothing is archived">
        <p>
          A question that nobody asks any more can be archived; its answers stay.{' '}
          <Link to="/questions">Show the questions that are kept</Link>
        </p>
      </Empty>
    );
  return (
    <Empty title="No question yet">
      <p>
        A question is kept with what it is for, the day by which it is needed, and the SQL that answers it. Everybody
        who asks it again gets an answer by the same SQL.{' '}
        {may('questions:write') ? (
          <Link to="/questions/new">Keep the first one</Link>
        ) : (
          'An analyst or an admin keeps the first one.'
        )}
      </p>
      <p>What is asked once need not be kept:</p>
      <CodeBlock text={command} label="A question on the command line" />
    </Empty>
  );
}

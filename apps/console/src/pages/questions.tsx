import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Question } from '../api.js';
import { FirstQuestion } from '../components/first-question.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { QuestionTable } from '../components/question-table.js';
import { withQuery } from '../http.js';
import { useSession } from '../session.js';
import { useLoad } from '../use-load.js';

const lists = [
  ['Kept', undefined],
  ['Archived', 'true'],
] as const;

export function QuestionsPage(): ReactNode {
  const { may } = useSession();
  const [parameters] = useSearchParams();
  const archived = parameters.get('archived') === 'true' ? 'true' : undefined;
  const loaded = useLoad<readonly Question[]>(withQuery('/v1/questions', { archived, limit: 500 }));
  return (
    <Page
      title="Questions"
      lead={<p>What people want to know of the warehouse, why, and until when. Each answer stays as it was.</p>}
      actions={
        may('questions:write') ? (
          <Link className="button primary" to="/questions/new">
            New question
          </Link>
        ) : undefined
      }
    >
      <nav className="row" aria-label="Which questions">
        {lists.map(([name, value]) => (
          <Link
            key={name}
            className="chip"
            to={withQuery('/questions', { archived: value })}
            aria-current={value === archived ? 'true' : undefined}
          >
            {name}
          </Link>
        ))}
      </nav>
      <LoadedView from={loaded} what="questions">
        {(questions) =>
          questions.length === 0 ? (
            <FirstQuestion archived={archived !== undefined} />
          ) : (
            <QuestionTable questions={questions} address={withQuery('/questions', { archived })} />
          )
        }
      </LoadedView>
    </Page>
  );
}

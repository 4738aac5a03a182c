import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { Question } from '../api.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { QuestionForm } from '../components/question-form.js';
import { useShortcuts } from '../shortcuts.js';
import { useLoad } from '../use-load.js';

export function NewQuestionPage(): ReactNode {
  const navigate = useNavigate();
  useShortcuts({ Escape: () => void navigate('/questions') });
  return (
    <Page
      title="New question"
      crumb={<Link to="/questions">Questions</Link>}
      lead={<p>What is needed, for what, and until when: whoever answers can then choose the shortest way there.</p>}
    >
      <QuestionForm onKept={({ id }) => void navigate(`/questions/${id}`)} />
    </Page>
  );
}

export function ChangeQuestionPage(): ReactNode {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const address = `/questions/${id}`;
  const loaded = useLoad<Question>(`/v1/questions/${encodeURIComponent(id)}`);
  useShortcuts({ Escape: () => void navigate(address) });
  return (
    <Page
      title="Change the question"
      crumb={<Link to={address}>{loaded.data?.title ?? 'The question'}</Link>}
      lead={<p>Answers that are there stay as they were, with the SQL that gave them.</p>}
    >
      <LoadedView from={loaded} what="the question">
        {(question) => <QuestionForm question={question} onKept={() => void navigate(address)} />}
      </LoadedView>
    </Page>
  );
}

import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { Question, Run } from '../api.js';
import { AskForm } from '../components/ask-form.js';
import { CodeBlock } from '../components/code-block.js';
import { LoadedView } from '../components/loaded-view.js';
import { Note } from '../components/note.js';
import { Page } from '../components/page.js';
import { QuestionActions } from '../components/question-actions.js';
import { QuestionFacts } from '../components/question-facts.js';
import { RunTable } from '../components/run-table.js';
import { Time } from '../components/time.js';
import { useWayBack } from '../row-keys.js';
import { useLoad } from '../use-load.js';

const everyMs = 5_000;
const noneWaits = (runs: readonly Run[]): boolean => runs.every(({ state }) => state !== 'waiting');

export function QuestionPage(): ReactNode {
  const { id = '' } = useParams();
  const path = `/v1/questions/${encodeURIComponent(id)}`;
  const loaded = useLoad<Question>(path);
  const runs = useLoad<readonly Run[]>(`${path}/runs`, everyMs, noneWaits);
  useWayBack(id, '/questions');
  const question = loaded.data;

  return (
    <Page
      title={question?.title ?? 'Question'}
      crumb={<Link to="/questions">Questions</Link>}
      lead={question === undefined ? undefined : <p className="prose">{question.question}</p>}
      actions={question === undefined ? undefined : <QuestionActions question={question} onDone={loaded.reload} />}
    >
      <LoadedView from={loaded} what="the question">
        {(data) => (
          <div className="columns">
            <div className="stack">
              {data.archived_at === null ? null : (
                <Note title="Archived">
                  <p>
                    Since <Time at={data.archived_at} as="day" /> nobody can ask it. Its answers stay.
                  </p>
                </Note>
              )}
              <AskForm question={data} />
              <section className="panel" aria-labelledby="answers">
                <h2 id="answers">Answers</h2>
                <LoadedView from={runs} what="its answers">
                  {(list) =>
                    list.length === 0 ? (
                      <p className="muted">Nobody has asked it yet.</p>
                    ) : (
                      <RunTable runs={list} address={`/questions/${id}`} />
                    )
                  }
                </LoadedView>
              </section>
              <CodeBlock text={data.sql} label="The SQL that answers it" />
            </div>
            <aside className="stack" aria-label="The request">
              <QuestionFacts question={data} />
            </aside>
          </div>
        )}
      </LoadedView>
    </Page>
  );
}

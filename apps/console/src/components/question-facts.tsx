import type { ReactNode } from 'react';
import type { Question } from '../api.js';
import { isOverdue } from '../run-words.js';
import { useNow } from '../use-now.js';
import { Badge } from './badge.js';
import { Day } from './day.js';
import { Time } from './time.js';

const prompts = [
  ['why', 'Why it matters'],
  ['least', 'The least that would help'],
  ['moderate', 'A good answer'],
  ['most', 'The most'],
] as const;

/** The request behind a question: what its answer has to be good for. */
export function QuestionFacts({ question }: { readonly question: Question }): ReactNode {
  const now = useNow(null);
  return (
    <section className="panel" aria-labelledby="request">
      <h2 id="request">The request</h2>
      <dl className="prompts">
        <dt>Needed by</dt>
        <dd className="row">
          <Day on={question.needed_by} />
          {isOverdue(question, now) ? <Badge tone="warn">Overdue</Badge> : null}
        </dd>
        {prompts.map(([name, prompt]) => (
          <div key={name} className="contents">
            <dt>{prompt}</dt>
            <dd className="prose">{question[name]}</dd>
          </div>
        ))}
        <dt>Kept by</dt>
        <dd>
          {question.created_by}, <Time at={question.created_at} as="day" />
          {question.version === 1 ? null : (
            <span className="muted">
              , version {question.version} of <Time at={question.updated_at} as="day" />
            </span>
          )}
        </dd>
      </dl>
    </section>
  );
}

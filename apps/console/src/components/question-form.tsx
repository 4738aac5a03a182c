import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { Question, Run } from '../api.js';
import { textsOf } from '../form.js';
import { call } from '../http.js';
import { valuesOf } from '../question-values.js';
import { useAction } from '../use-action.js';
import { Field } from './field.js';
import { LoadedView } from './loaded-view.js';
import { draftOf, ParameterFields, parameterOf, type ParameterDraft } from './parameter-fields.js';
import { PromptFields } from './prompt-fields.js';
import { Published } from './published.js';
import { Refusal } from './refusal.js';
import { RunView, useRun } from './run-view.js';

interface QuestionFormProps {
  /** What it was, where it is changed. */
  readonly question?: Question;
  readonly onKept: (question: Question) => void;
}

/** The prompts of a data request, the SQL that answers it, and a way to try that SQL before it is kept. */
export function QuestionForm({ question, onKept }: QuestionFormProps): ReactNode {
  const form = useRef<HTMLFormElement>(null);
  const [drafts, setDrafts] = useState<readonly ParameterDraft[]>(() => (question?.parameters ?? []).map(draftOf));
  const [trial, setTrial] = useState<string>();
  const trying = useRun(trial);
  const { busy, error, run } = useAction();
  const parameters = drafts.map(parameterOf);

  const keep = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const body = { ...textsOf(event.currentTarget), parameters };
    const [method, path] =
      question === undefined
        ? (['POST', '/v1/questions'] as const)
        : (['PUT', `/v1/questions/${question.id}`] as const);
    void run(async () => onKept(await call<Question>(method, path, body)));
  };
  const tryIt = (): void => {
    const { sql = '' } = form.current === null ? {} : textsOf(form.current);
    const body = { sql, parameters, values: valuesOf(parameters, {}), rows: 100 };
    void run(async () => setTrial((await call<Run>('POST', '/v1/queries', body)).id));
  };

  return (
    <>
      <form ref={form} className="stack" onSubmit={keep}>
        <PromptFields question={question} />
        <section className="panel" aria-labelledby="sql">
          <h2 id="sql">How it is answered</h2>
          <Field label="SQL" hint="One SELECT over what is published.">
            {(control) => (
              <textarea
                {...control}
                className="code-input"
                name="sql"
                rows={10}
                required
                maxLength={20_000}
                spellCheck={false}
                autoCapitalize="off"
                defaultValue={question?.sql}
              />
            )}
          </Field>
          <ParameterFields drafts={drafts} onChange={setDrafts} />
          <Published />
        </section>
        {error === undefined ? null : <Refusal error={error} />}
        <div className="row">
          <button type="submit" className="primary" disabled={busy}>
            {question === undefined ? 'Keep the question' : 'Keep the change'}
          </button>
          <button type="button" disabled={busy} onClick={tryIt}>
            Try the SQL
          </button>
          <span className="small muted">Trying asks with the values “unless said”, and keeps nothing.</span>
        </div>
      </form>
      {trial === undefined ? null : (
        <LoadedView from={trying} what="the answer">
          {(answer) => <RunView run={answer} reload={trying.reload} />}
        </LoadedView>
      )}
    </>
  );
}

import { useRef, useState, type ReactNode } from 'react';
import type { Question, Run } from '../api.js';
import type { FieldNames } from '../field-problems.js';
import { textsOf } from '../form.js';
import { call } from '../http.js';
import { valuesOf } from '../question-values.js';
import { useAction } from '../use-action.js';
import { Button } from './button.js';
import { Field } from './field.js';
import { Form } from './form.js';
import { LoadedView } from './loaded-view.js';
import { draftOf, ParameterFields, parameterOf, type ParameterDraft } from './parameter-fields.js';
import { PromptFields } from './prompt-fields.js';
import { Published } from './published.js';
import { RunView, useRun } from './run-view.js';

interface QuestionFormProps {
  /** What it was, where it is changed. */
  readonly question?: Question;
  readonly onKept: (question: Question) => void;
}

const names: FieldNames = {
  '/title': 'the title',
  '/question': 'the question',
  '/why': 'why it matters',
  '/needed_by': 'the day by which it is needed',
  '/least': 'the least',
  '/moderate': 'the good answer',
  '/most': 'the most',
  '/sql': 'the SQL',
};

/** The prompts of a data request, the SQL that answers it, and a way to try that SQL before it is kept. */
export function QuestionForm({ question, onKept }: QuestionFormProps): ReactNode {
  const form = useRef<HTMLFormElement>(null);
  const [drafts, setDrafts] = useState<readonly ParameterDraft[]>(() => (question?.parameters ?? []).map(draftOf));
  const [triedId, setTriedId] = useState<string>();
  const tried = useRun(triedId);
  const { busy, error, run } = useAction();
  const parameters = drafts.map(parameterOf);

  const keep = (texts: Readonly<Record<string, string>>): void => {
    const body = { ...texts, parameters };
    const [method, path] =
      question === undefined
        ? (['POST', '/v1/questions'] as const)
        : (['PUT', `/v1/questions/${question.id}`] as const);
    void run(async () => onKept(await call<Question>(method, path, body)));
  };
  const tryIt = (): void => {
    const { sql = '' } = form.current === null ? {} : textsOf(form.current);
    const body = { sql, parameters, values: valuesOf(parameters, {}), rows: 100 };
    void run(async () => setTriedId((await call<Run>('POST', '/v1/queries', body)).id));
  };

  return (
    <>
      <Form
        ref={form}
        error={error}
        refusedTitle="It was refused"
        fields={{
          ...names,
          ...Object.fromEntries(drafts.map((_, index) => [`/parameters/${index}`, `$${index + 1}`])),
        }}
        onSubmit={keep}
        buttons={
          <div className="row">
            <Button type="submit" className="primary" busy={busy}>
              {question === undefined ? 'Keep the question' : 'Keep the change'}
            </Button>
            <Button busy={busy} onClick={tryIt}>
              Try the SQL
            </Button>
            <span className="small muted">Trying asks with the values “unless said”, and keeps nothing.</span>
          </div>
        }
      >
        <PromptFields question={question} />
        <section className="panel" aria-labelledby="sql">
          <h2 id="sql">How it is answered</h2>
          <Field label="SQL" place="/sql" hint="One SELECT over what is published.">
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
      </Form>
      {triedId === undefined ? null : (
        <LoadedView from={tried} what="the answer">
          {(answer) => <RunView run={answer} reload={tried.reload} />}
        </LoadedView>
      )}
    </>
  );
}

import type { FormEvent, ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { QuestionParameter } from '#libs/contracts';
import type { Question, Run } from '../api.js';
import { textsOf } from '../form.js';
import { call } from '../http.js';
import { parameterKinds, valuesOf } from '../question-values.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { Field } from './field.js';
import { Refusal } from './refusal.js';
import { ValueInput } from './value-input.js';

/** Asks a question that is kept, with values for its parameters; the answer has a page of its own. */
export function AskForm({ question }: { readonly question: Question }): ReactNode {
  const { may } = useSession();
  const navigate = useNavigate();
  const { busy, error, run } = useAction();
  if (!may('questions:write') || question.archived_at !== null) return null;

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { $rows: rows, ...texts } = textsOf(event.currentTarget);
    const body = { values: valuesOf(question.parameters, texts), rows: Number(rows) };
    void run(async () => {
      const { id } = await call<Run>('POST', `/v1/questions/${question.id}/runs`, body);
      await navigate(`/runs/${id}`);
    });
  };

  return (
    <section className="panel" aria-labelledby="ask">
      <h2 id="ask">Ask it</h2>
      <form className="filters" onSubmit={submit}>
        <div className="filter-row">
          {question.parameters.map((parameter) => (
            <Field key={parameter.name} label={parameter.name} hint={hintOf(parameter)}>
              {(control) => (
                <ValueInput
                  {...control}
                  type={parameter.type}
                  name={parameter.name}
                  required={parameter.default === undefined}
                  defaultValue={String(parameter.default ?? '')}
                />
              )}
            </Field>
          ))}
          <Field label="Rows at most" hint="More are cut off.">
            {(control) => (
              // No parameter can have such a name.
              <input {...control} name="$rows" type="number" min="1" max="100000" required defaultValue="1000" />
            )}
          </Field>
        </div>
        <div className="row">
          <button type="submit" className="primary" disabled={busy}>
            {busy ? 'Asking …' : 'Ask'}
          </button>
        </div>
        {error === undefined ? null : <Refusal error={error} />}
      </form>
    </section>
  );
}

const hintOf = ({ description, type }: QuestionParameter): string =>
  description === ''
    ? parameterKinds[type]
    : `${description} (${parameterKinds[type].toLowerCase().replace('utc', 'UTC')})`;

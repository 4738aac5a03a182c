import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { QuestionParameter } from '#libs/contracts';
import type { Question, Run } from '../api.js';
import { call } from '../http.js';
import { parameterKinds, valuesOf } from '../question-values.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { Button } from './button.js';
import { Field } from './field.js';
import { Form } from './form.js';
import { ValueInput } from './value-input.js';

/** Asks a question that is kept, with values for its parameters; the answer has a page of its own. */
export function AskForm({ question }: { readonly question: Question }): ReactNode {
  const { may } = useSession();
  const navigate = useNavigate();
  const { busy, error, run } = useAction();
  if (!may('questions:write') || question.archived_at !== null) return null;

  const submit = ({ $rows: rows, ...texts }: Readonly<Record<string, string>>): void => {
    const body = { values: valuesOf(question.parameters, texts), rows: Number(rows) };
    void run(async () => {
      const { id } = await call<Run>('POST', `/v1/questions/${question.id}/runs`, body);
      await navigate(`/runs/${id}`);
    });
  };

  const names = Object.fromEntries(question.parameters.map(({ name }) => [`/values/${name}`, name]));

  return (
    <section className="panel" aria-labelledby="ask">
      <h2 id="ask">Ask it</h2>
      <Form
        className="filters"
        error={error}
        refusedTitle="It was not asked"
        fields={{ ...names, '/rows': 'the rows at most' }}
        onSubmit={submit}
        buttons={
          <div className="row">
            <Button type="submit" className="primary" busy={busy}>
              {busy ? 'Asking …' : 'Ask'}
            </Button>
          </div>
        }
      >
        <div className="filter-row">
          {question.parameters.map((parameter) => (
            <Field
              key={parameter.name}
              label={parameter.name}
              place={`/values/${parameter.name}`}
              hint={hintOf(parameter)}
            >
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
          <Field label="Rows at most" place="/rows" hint="More are cut off.">
            {(control) => (
              // No parameter can have such a name.
              <input {...control} name="$rows" type="number" min="1" max="100000" required defaultValue="1000" />
            )}
          </Field>
        </div>
      </Form>
    </section>
  );
}

const hintOf = ({ description, type }: QuestionParameter): string =>
  description === ''
    ? parameterKinds[type]
    : `${description} (${parameterKinds[type].toLowerCase().replace('utc', 'UTC')})`;

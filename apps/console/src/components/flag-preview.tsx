import { useState, type ReactNode } from 'react';
import type { FlagPreviewAnswer, FlagView } from '#libs/contracts';
import { attributesOf } from '../flag-words.js';
import { wholePercent, words } from '../format.js';
import { ApiError, call } from '../http.js';
import { useAction } from '../use-action.js';
import { Button } from './button.js';
import { Field } from './field.js';
import { Form } from './form.js';

/** Attributes in, the answer and its reason out. */
export function FlagPreview({ flag }: { readonly flag: FlagView }): ReactNode {
  const { busy, error, run } = useAction();
  const [answer, setAnswer] = useState<FlagPreviewAnswer>();
  const submit = ({ attributes = '{}', of }: Readonly<Record<string, string>>): void => {
    setAnswer(undefined);
    void run(async () => {
      const body = { flag: flag.key, attributes: parsed(attributes), draft: of === 'draft' };
      setAnswer(await call<FlagPreviewAnswer>('POST', '/v1/flags/evaluate', body));
    });
  };
  return (
    <section className="panel" aria-labelledby="preview">
      <h2 id="preview">Try it</h2>
      <Form
        error={error}
        refusedTitle="It was not tried"
        fields={{ '/attributes': 'the attributes' }}
        onSubmit={submit}
        buttons={
          <div>
            <Button type="submit" busy={busy}>
              Evaluate
            </Button>
          </div>
        }
      >
        <Field label="Attributes" place="/attributes" hint={hintOf(flag.draft ?? flag.published)}>
          {(control) => <textarea {...control} name="attributes" rows={3} defaultValue={'{"visitor": "v_1"}'} />}
        </Field>
        <Field label="Of">
          {(control) => (
            <select {...control} name="of" defaultValue={flag.published === null ? 'draft' : 'published'}>
              {flag.published === null ? null : <option value="published">what is published</option>}
              {flag.draft === null ? null : <option value="draft">the draft</option>}
            </select>
          )}
        </Field>
      </Form>
      <div className="stack-tight" aria-live="polite">
        {answer === undefined ? null : <Answer answer={answer} />}
      </div>
    </section>
  );
}

function Answer({
  answer: { value, source, rule, experiment, bandit },
}: {
  readonly answer: FlagPreviewAnswer;
}): ReactNode {
  return (
    <dl className="facts">
      <dt>Value</dt>
      <dd>
        <code>{JSON.stringify(value)}</code>
      </dd>
      <dt>Because of</dt>
      <dd>{rule === null ? words(source) : `the rule ${rule}`}</dd>
      {experiment === null ? null : (
        <>
          <dt>Experiment</dt>
          <dd>
            {experiment.key}: {experiment.variant}, {words(experiment.reason).toLowerCase()}
          </dd>
        </>
      )}
      {bandit === null ? null : (
        <>
          <dt>Bandit</dt>
          <dd>
            {bandit.variant}, {words(bandit.reason).toLowerCase()} by the weights{' '}
            {bandit.weights.map(wholePercent).join(', ')}: no experiment, and no readout
          </dd>
        </>
      )}
    </dl>
  );
}

function hintOf(content: FlagView['draft']): string {
  const names = content === null ? [] : attributesOf(content.rules);
  return `A JSON object, as the app would send it: attributes, or an OpenFeature context with its targetingKey.${names.length === 0 ? '' : ` The rules look at ${names.join(', ')}.`}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const problems = [{ pointer: '/attributes', rule: 'json', detail: 'this is no JSON object' }];
    throw new ApiError({ title: 'No JSON', status: 400, detail: 'The attributes are no JSON object.', problems });
  }
}

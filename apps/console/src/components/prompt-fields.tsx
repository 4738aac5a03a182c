import type { ReactNode } from 'react';
import type { Question } from '../api.js';
import { Field } from './field.js';

const first = [
  ['question', 'What is your question?', 'As you would ask a colleague who knows the data.'],
  ['why', 'Why does it matter?', 'What will be decided by the answer, and by whom.'],
] as const;

const answers = [
  ['least', 'The least', 'What you can go on with: a count, a yes or no.'],
  ['moderate', 'A good answer', 'What you would be content with.'],
  ['most', 'The most', 'What you would wish for, if it cost nothing.'],
] as const;

/** The prompts of a good data request. What is decided by an answer says how good it has to be, and a day how soon. */
export function PromptFields({ question }: { readonly question: Question | undefined }): ReactNode {
  return (
    <section className="panel" aria-labelledby="request">
      <h2 id="request">The request</h2>
      <Field label="Title" place="/title">
        {(control) => <input {...control} name="title" required maxLength={200} defaultValue={question?.title} />}
      </Field>
      {first.map((prompt) => (
        <Prompt key={prompt[0]} prompt={prompt} question={question} />
      ))}
      <div className="filter-row">
        <Field label="When is it needed?" place="/needed_by" hint="There is always a day.">
          {(control) => <input {...control} name="needed_by" type="date" required defaultValue={question?.needed_by} />}
        </Field>
      </div>
      <fieldset>
        <legend>What would help?</legend>
        <div className="thirds">
          {answers.map((prompt) => (
            <Prompt key={prompt[0]} prompt={prompt} question={question} />
          ))}
        </div>
      </fieldset>
    </section>
  );
}

interface PromptProps {
  readonly prompt: (typeof first)[number] | (typeof answers)[number];
  readonly question: Question | undefined;
}

function Prompt({ prompt: [name, label, hint], question }: PromptProps): ReactNode {
  return (
    <Field label={label} place={`/${name}`} hint={hint}>
      {(control) => (
        <textarea {...control} name={name} rows={2} required maxLength={4_000} defaultValue={question?.[name]} />
      )}
    </Field>
  );
}

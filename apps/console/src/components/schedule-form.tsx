import type { FormEvent, ReactNode } from 'react';
import { announce } from '../announcements.js';
import { textsOf } from '../form.js';
import { call } from '../http.js';
import { localInput, timeOfInput } from '../local-input.js';
import { useAction } from '../use-action.js';
import { useKeptFocus } from '../use-kept-focus.js';
import { Field } from './field.js';
import { Refusal } from './refusal.js';

/** A step that can be taken by the clock. */
export interface ScheduledTime {
  /** Of the field that asks for it. */
  readonly name: string;
  readonly label: string;
  /** When it is to happen as things stand; null: by hand. */
  readonly at: string | null;
}

interface ScheduleFormProps {
  readonly path: string;
  readonly times: readonly ScheduledTime[];
  readonly onDone: () => void;
}

/** The times of all steps that are possible; what is left empty is done by hand. */
export function ScheduleForm({ path, times, onDone }: ScheduleFormProps): ReactNode {
  const { busy, error, run } = useAction();
  const button = useKeptFocus();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { note, ...texts } = textsOf(event.currentTarget);
    const asked = Object.fromEntries(times.map(({ name, at }) => [name, timeOfInput(texts[name], at)]));
    void run(async () => {
      await call('PUT', path, { ...asked, ...(note === undefined ? {} : { note }) });
      announce('Kept the schedule.');
    }).then((done) => {
      if (done) onDone();
    });
  };
  return (
    <form className="stack" aria-label="Schedule" onSubmit={submit}>
      {times.map(({ name, label, at }) => (
        <Field key={name} label={label}>
          {(control) => <input {...control} name={name} type="datetime-local" defaultValue={localInput(at)} />}
        </Field>
      ))}
      <Field label="Note" hint="Optional. An empty time: the step is taken by hand.">
        {(control) => <input {...control} name="note" maxLength={1_000} />}
      </Field>
      {error === undefined ? null : <Refusal error={error} />}
      <div>
        <button ref={button} type="submit" disabled={busy}>
          Keep the schedule
        </button>
      </div>
    </form>
  );
}

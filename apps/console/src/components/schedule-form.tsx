import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { announce } from '../announcements.js';
import { call } from '../http.js';
import { localInput, timeOfInput } from '../local-input.js';
import { useAction } from '../use-action.js';
import { useKeptFocus } from '../use-kept-focus.js';
import { Button } from './button.js';
import { Field } from './field.js';
import { Form } from './form.js';

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
  const form = useKeptFocus<HTMLFormElement>();
  // What the clock or somebody else did is in the fields, and the form stays, with the focus in it.
  const kept = times.map(({ name, at }) => `${name} ${at}`).join();
  const shown = useRef(kept);
  useLayoutEffect(() => {
    if (shown.current === kept) return;
    shown.current = kept;
    form.current?.reset();
  }, [form, kept]);
  const submit = ({ note, ...texts }: Readonly<Record<string, string>>): void => {
    const asked = Object.fromEntries(times.map(({ name, at }) => [name, timeOfInput(texts[name], at)]));
    void run(async () => {
      await call('PUT', path, { ...asked, ...(note === undefined ? {} : { note }) });
      announce('Kept the schedule.');
    }).then((done) => {
      if (done) onDone();
    });
  };
  return (
    <Form
      ref={form}
      label="Schedule"
      error={error}
      refusedTitle="The schedule was not kept"
      fields={{ ...Object.fromEntries(times.map(({ name, label }) => [`/${name}`, label])), '/note': 'the note' }}
      onReload={onDone}
      onSubmit={submit}
      buttons={
        <div>
          <Button type="submit" busy={busy}>
            Keep the schedule
          </Button>
        </div>
      }
    >
      {times.map(({ name, label, at }) => (
        <Field key={name} label={label} place={`/${name}`}>
          {(control) => <input {...control} name={name} type="datetime-local" defaultValue={localInput(at)} />}
        </Field>
      ))}
      <Field label="Note" place="/note" hint="Optional. An empty time: the step is taken by hand.">
        {(control) => <input {...control} name="note" maxLength={1_000} />}
      </Field>
    </Form>
  );
}

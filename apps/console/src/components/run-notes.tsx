import { useRef, type FormEvent, type ReactNode } from 'react';
import type { Run } from '../api.js';
import { call } from '../http.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { Badge } from './badge.js';
import { Button } from './button.js';
import { Field } from './field.js';
import { Form } from './form.js';
import { Time } from './time.js';

interface RunNotesProps {
  readonly run: Run;
  readonly onDone: () => void;
}

/** What people who know the data think of an answer. */
export function RunNotes({ run, onDone }: RunNotesProps): ReactNode {
  const { may } = useSession();
  return (
    <section className="panel" aria-labelledby="looks-right">
      <h2 id="looks-right">Does this look right to you?</h2>
      {run.notes.length === 0 ? <p className="muted">Nobody has said so yet.</p> : <Notes notes={run.notes} />}
      {may('questions:write') ? <NoteForm run={run} onDone={onDone} /> : null}
    </section>
  );
}

function Notes({ notes }: Pick<Run, 'notes'>): ReactNode {
  return (
    <ul className="plain-list">
      {notes.map(({ looks_right, text, by, at }) => (
        <li key={`${at} ${by}`}>
          <div className="row">
            <Badge tone={looks_right ? 'good' : 'warn'}>{looks_right ? 'Looks right' : 'Looks wrong'}</Badge>
            <small className="muted">
              {by}, <Time at={at} />
            </small>
          </div>
          {text === '' ? null : <p className="prose">{text}</p>}
        </li>
      ))}
    </ul>
  );
}

function NoteForm({ run, onDone }: RunNotesProps): ReactNode {
  const { busy, error, run: act } = useAction();
  const form = useRef<HTMLFormElement>(null);

  const submit = ({ text = '' }: Readonly<Record<string, string>>, event: FormEvent<HTMLFormElement>): void => {
    const { submitter } = event.nativeEvent as SubmitEvent;
    const looksRight = submitter instanceof HTMLButtonElement && submitter.value === 'yes';
    void act(() => call('POST', `/v1/runs/${run.id}/notes`, { looks_right: looksRight, text })).then((done) => {
      if (!done) return;
      form.current?.reset();
      onDone();
    });
  };

  return (
    <Form
      ref={form}
      className="filters"
      error={error}
      refusedTitle="It was not kept"
      fields={{ '/text': 'why' }}
      onSubmit={submit}
      buttons={
        <div className="row">
          <Button type="submit" value="yes" busy={busy}>
            It looks right
          </Button>
          <Button type="submit" value="no" busy={busy}>
            Something is wrong
          </Button>
        </div>
      }
    >
      <Field label="Why" place="/text" hint="What you compared it with, or what is off. It stays with the answer.">
        {(control) => <textarea {...control} name="text" rows={2} maxLength={4_000} />}
      </Field>
    </Form>
  );
}

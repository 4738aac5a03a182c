import { useState, type FormEvent, type ReactNode } from 'react';
import { announce } from '../announcements.js';
import { textsOf } from '../form.js';
import { call } from '../http.js';
import { useAction } from '../use-action.js';
import { useKeptFocus } from '../use-kept-focus.js';
import { Dialog } from './dialog.js';
import { Field } from './field.js';
import { Refusal } from './refusal.js';

interface ConfirmButtonProps {
  readonly name: string;
  /** Of what it is done to, in the dialog's title. */
  readonly subject: string;
  /** What happens, said before it does. */
  readonly effect: string;
  readonly path: string;
  /** What goes along beside the note. */
  readonly body: object;
  /** Asked for beside the note. */
  readonly fields?: ReactNode;
  readonly primary?: boolean;
  /** No step leads back. */
  readonly final?: boolean;
  /** Said once it is done, with the version that came of it. */
  readonly said: (version: number) => string;
  readonly onDone: () => void;
}

/** Something that is asked for twice, with a note that stays with the change. */
export function ConfirmButton({ name, primary = false, ...asked }: ConfirmButtonProps): ReactNode {
  const [open, setOpen] = useState(false);
  const button = useKeptFocus();
  return (
    <>
      <button ref={button} type="button" className={primary ? 'primary' : undefined} onClick={() => setOpen(true)}>
        {name}
      </button>
      {open ? <Confirmation name={name} {...asked} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

type ConfirmationProps = Omit<ConfirmButtonProps, 'primary'> & { readonly onClose: () => void };

function Confirmation(props: ConfirmationProps): ReactNode {
  const { name, subject, effect, path, body, fields, final = false, said, onDone, onClose } = props;
  const { busy, error, run } = useAction();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const sent = { ...textsOf(event.currentTarget), ...body };
    void run(async () => {
      const { version } = await call<{ readonly version: number }>('POST', path, sent);
      announce(said(version));
    }).then((done) => {
      if (!done) return;
      onClose();
      onDone();
    });
  };
  return (
    <Dialog title={`${name}: ${subject}?`} onClose={onClose}>
      <form onSubmit={submit}>
        <p>{effect}</p>
        {fields}
        <Field label="Note" hint="Optional: why. It stays with the change.">
          {(control) => <textarea {...control} name="note" rows={2} maxLength={2_000} />}
        </Field>
        {error === undefined ? null : <Refusal error={error} />}
        <div className="dialog-buttons">
          <button type="button" onClick={onClose}>
            Not now
          </button>
          <button type="submit" className={final ? 'danger' : 'primary'} disabled={busy}>
            {name}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

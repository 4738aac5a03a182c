import { useState, type ReactNode } from 'react';
import { announce } from '../announcements.js';
import type { FieldNames } from '../field-problems.js';
import { call } from '../http.js';
import { useAction } from '../use-action.js';
import { useKeptFocus } from '../use-kept-focus.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { Field } from './field.js';
import { Form } from './form.js';

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

const fieldNames: FieldNames = { '/note': 'the note', '/variant': 'the variant' };

type ConfirmationProps = Omit<ConfirmButtonProps, 'primary'> & { readonly onClose: () => void };

function Confirmation(props: ConfirmationProps): ReactNode {
  const { name, subject, effect, path, fields, final = false, said, onDone, onClose } = props;
  // Of the version that was read when it was opened, whatever is loaded behind it.
  const [body] = useState(props.body);
  const { busy, error, run } = useAction();
  const leave = (): void => {
    onClose();
    onDone();
  };
  const submit = (texts: object): void => {
    void run(async () => {
      const { version } = await call<{ readonly version: number }>('POST', path, { ...texts, ...body });
      announce(said(version));
    }).then((done) => done && leave());
  };
  return (
    <Dialog title={`${name}: ${subject}?`} onClose={onClose}>
      <Form
        error={error}
        refusedTitle="Nothing was done"
        fields={fieldNames}
        onReload={leave}
        onSubmit={submit}
        buttons={
          <div className="dialog-buttons">
            <button type="button" onClick={onClose}>
              Not now
            </button>
            <Button type="submit" className={final ? 'danger' : 'primary'} busy={busy}>
              {name}
            </Button>
          </div>
        }
      >
        <p>{effect}</p>
        {fields}
        <Field label="Note" place="/note" hint="Optional: why. It stays with the change.">
          {(control) => <textarea {...control} name="note" rows={2} maxLength={2_000} />}
        </Field>
      </Form>
    </Dialog>
  );
}

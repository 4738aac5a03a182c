import { useState, type FormEvent, type ReactNode } from 'react';
import type { ExperimentAction, ExperimentDetail, ExperimentView } from '#libs/contracts';
import { actionWords } from '../action-words.js';
import { textsOf } from '../form.js';
import { call } from '../http.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { ConfirmButton } from './confirm-button.js';
import { Dialog } from './dialog.js';
import { Field } from './field.js';
import { Refusal } from './refusal.js';

interface ExperimentActionsProps {
  readonly experiment: ExperimentDetail;
  readonly onDone: () => void;
}

/** The steps that are possible now, each asked for twice; nothing for those who may only read. */
export function ExperimentActions({ experiment, onDone }: ExperimentActionsProps): ReactNode {
  const { may, person } = useSession();
  const [asked, setAsked] = useState<ExperimentAction>();
  if (!may('experiments:write')) return null;
  const done = (): void => {
    setAsked(undefined);
    onDone();
  };
  const { needs_approval, author } = experiment.review;
  return (
    <>
      {needs_approval && author.id !== person?.id ? (
        <ConfirmButton
          primary
          name="Approve"
          subject={experiment.key}
          path={`/v1/experiments/${encodeURIComponent(experiment.key)}/approve`}
          body={{ version: experiment.version }}
          effect="You vouch for the draft as it is, and it can be started. Any change of it takes the approval away."
          onDone={onDone}
        />
      ) : null}
      {experiment.actions.map((action) => (
        <button
          key={action}
          type="button"
          className={action === 'start' ? 'primary' : undefined}
          onClick={() => setAsked(action)}
        >
          {actionWords[action].name}
        </button>
      ))}
      {asked === undefined ? null : (
        <Confirmation action={asked} experiment={experiment} onClose={() => setAsked(undefined)} onDone={done} />
      )}
    </>
  );
}

interface ConfirmationProps extends ExperimentActionsProps {
  readonly action: ExperimentAction;
  readonly onClose: () => void;
}

function Confirmation({ action, experiment, onClose, onDone }: ConfirmationProps): ReactNode {
  const { busy, error, run } = useAction();
  const { name, effect, final } = actionWords[action];

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const path = `/v1/experiments/${encodeURIComponent(experiment.key)}/${action}`;
    // With the version that was read: whoever was quicker is not overwritten.
    const body = { ...textsOf(event.currentTarget), version: experiment.version };
    void run(() => call('POST', path, body)).then((done) => done && onDone());
  };

  return (
    <Dialog title={`${name}: ${experiment.key}?`} onClose={onClose}>
      <form onSubmit={submit}>
        <p>{effect}</p>
        {action === 'decide' ? <VariantField experiment={experiment} /> : null}
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

function VariantField({ experiment }: { readonly experiment: ExperimentView }): ReactNode {
  return (
    <Field label="Everybody gets">
      {(control) => (
        <select {...control} name="variant" required defaultValue="">
          <option value="" disabled>
            Choose a variant
          </option>
          {experiment.variants.map(({ key }) => (
            <option key={key} value={key}>
              {key === experiment.baseline ? `${key} (baseline)` : key}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

import { useState, type FormEvent, type ReactNode } from 'react';
import type { Experiment } from '../api.js';
import { actionsOf, type StateAction } from '../experiment-actions.js';
import { call } from '../http.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { Dialog } from './dialog.js';
import { Field } from './field.js';
import { Refusal } from './refusal.js';

interface ExperimentActionsProps {
  readonly experiment: Experiment;
  readonly onDone: () => void;
}

/** The steps that this state allows, each asked for twice; nothing for those who may only read. */
export function ExperimentActions({ experiment, onDone }: ExperimentActionsProps): ReactNode {
  const { may } = useSession();
  const [asked, setAsked] = useState<StateAction>();
  if (!may('experiments:write')) return null;
  return (
    <>
      {actionsOf(experiment.state).map((action) => (
        <button
          key={action.path}
          type="button"
          className={action.path === 'start' ? 'primary' : undefined}
          onClick={() => setAsked(action)}
        >
          {action.name}
        </button>
      ))}
      {asked === undefined ? null : (
        <Confirmation
          action={asked}
          experiment={experiment}
          onClose={() => setAsked(undefined)}
          onDone={() => {
            setAsked(undefined);
            onDone();
          }}
        />
      )}
    </>
  );
}

interface ConfirmationProps extends ExperimentActionsProps {
  readonly action: StateAction;
  readonly onClose: () => void;
}

function Confirmation({ action, experiment, onClose, onDone }: ConfirmationProps): ReactNode {
  const { busy, error, run } = useAction();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const variant = new FormData(event.currentTarget).get('variant');
    const body = variant === null ? {} : { variant: String(variant) };
    const path = `/v1/experiments/${encodeURIComponent(experiment.key)}/${action.path}`;
    void run(() => call('POST', path, body)).then((done) => done && onDone());
  };
  return (
    <Dialog title={`${action.name}: ${experiment.name}?`} onClose={onClose}>
      <form onSubmit={submit}>
        <p>{action.effect}</p>
        {action.path === 'decide' ? (
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
        ) : null}
        {error === undefined ? null : <Refusal error={error} />}
        <div className="dialog-buttons">
          <button type="button" onClick={onClose}>
            Not now
          </button>
          <button type="submit" className={action.final ? 'danger' : 'primary'} disabled={busy}>
            {action.name}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

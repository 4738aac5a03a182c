import { useState, type FormEvent, type ReactNode } from 'react';
import type { FlagRule, FlagView } from '#libs/contracts';
import { announce } from '../announcements.js';
import { textsOf } from '../form.js';
import { call } from '../http.js';
import { localInput } from '../local-input.js';
import { percentInput, rampOf } from '../ramp-input.js';
import { useAction } from '../use-action.js';
import { useKeptFocus } from '../use-kept-focus.js';
import { Field } from './field.js';
import { Refusal } from './refusal.js';

interface RampFormProps {
  readonly flag: FlagView;
  readonly rules: readonly FlagRule[];
  readonly rollout: Extract<FlagRule, { kind: 'rollout' }>;
  readonly onDone: () => void;
}

/** The steps of a ramp, one more than there are; they go into the draft. */
export function RampForm({ flag, rules, rollout, onDone }: RampFormProps): ReactNode {
  const { busy, error, run } = useAction();
  const button = useKeptFocus();
  const before = rollout.ramp ?? [];
  const [count, setCount] = useState(before.length + 1);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const texts = textsOf(event.currentTarget);
    void run(async () => {
      const ramp = rampOf(texts, count, before);
      const { ramp: _, ...rule } = rollout;
      const changed = { ...rule, ...(ramp.length === 0 ? {} : { ramp }) };
      const sent = rules.map((one) => (one.id === rollout.id ? changed : one));
      await call('PATCH', `/v1/flags/${encodeURIComponent(flag.key)}`, { rules: sent, version: flag.version });
      announce('The draft has the ramp.');
    }).then((done) => {
      if (done) onDone();
    });
  };
  return (
    <form className="stack" aria-label="Ramp" onSubmit={submit}>
      {Array.from({ length: count }, (_, index) => (
        <fieldset key={index} className="stack-tight">
          <legend className="small">Step {index + 1}</legend>
          <Field label="From">
            {(control) => (
              <input
                {...control}
                name={`at ${index}`}
                type="datetime-local"
                defaultValue={localInput(before[index]?.at ?? null)}
              />
            )}
          </Field>
          <Field label="Share in percent">
            {(control) => (
              <input
                {...control}
                name={`share ${index}`}
                type="number"
                min={0}
                max={100}
                step="any"
                defaultValue={percentInput(before[index]?.coverage)}
              />
            )}
          </Field>
        </fieldset>
      ))}
      <p className="small muted">A step without a time is left out. It counts once the draft is published.</p>
      {error === undefined ? null : <Refusal error={error} />}
      <div className="row">
        <button type="button" onClick={() => setCount(count + 1)}>
          Add a step
        </button>
        <button ref={button} type="submit" disabled={busy}>
          Keep the ramp
        </button>
      </div>
    </form>
  );
}

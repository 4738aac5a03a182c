import { useState, type ReactNode } from 'react';
import type { FlagRule, FlagView } from '#libs/contracts';
import { announce } from '../announcements.js';
import type { FieldNames } from '../field-problems.js';
import { call } from '../http.js';
import { filledIn, isSameRamp, noStep, rampOf, stepsOf, type StepTexts } from '../ramp-input.js';
import { useAction } from '../use-action.js';
import { useKeptFocus } from '../use-kept-focus.js';
import { Button } from './button.js';
import { Form } from './form.js';
import { RampStep } from './ramp-step.js';

interface RampFormProps {
  readonly flag: FlagView;
  readonly rules: readonly FlagRule[];
  readonly rollout: Extract<FlagRule, { kind: 'rollout' }>;
  readonly onDone: () => void;
}

const unchanged = 'The ramp is this one already: nothing has changed.';

/** The steps of a ramp, one more than there are; they go into the draft. */
export function RampForm({ flag, rules, rollout, onDone }: RampFormProps): ReactNode {
  const { busy, error, run } = useAction();
  const form = useKeptFocus<HTMLFormElement>();
  const before = rollout.ramp ?? [];
  const [{ version, steps, sent, isSame }, setHeld] = useState(() => heldOf(flag, before));
  // Another version is shown in the same form, which keeps the focus.
  if (version !== flag.version) setHeld(heldOf(flag, before));
  const change = (next: readonly StepTexts[]): void => setHeld({ version, steps: next, sent, isSame: false });

  const pointer = `/rules/${rules.indexOf(rollout)}/ramp`;
  const names = Object.fromEntries(
    sent.flatMap((index, place) =>
      ['at', 'coverage'].map((field) => [`${pointer}/${place}/${field}`, `step ${index + 1}`]),
    ),
  ) satisfies FieldNames;

  const numbered = steps.map((step, index) => ({ step, index }));
  const submit = (): void => {
    void run(async () => {
      const tried = { version, steps, sent: filledIn(steps) };
      setHeld({ ...tried, isSame: false });
      const ramp = rampOf(steps, before, pointer);
      if (isSameRamp(ramp, before)) {
        setHeld({ ...tried, isSame: true });
        return announce(unchanged);
      }
      const { ramp: _, ...rule } = rollout;
      const changed = { ...rule, ...(ramp.length === 0 ? {} : { ramp }) };
      const all = rules.map((one) => (one.id === rollout.id ? changed : one));
      await call('PATCH', `/v1/flags/${encodeURIComponent(flag.key)}`, { rules: all, version: flag.version });
      announce('The draft has the ramp.');
      return onDone();
    });
  };
  return (
    <Form
      ref={form}
      label="Ramp"
      error={error}
      refusedTitle="The ramp was not kept"
      fields={names}
      onReload={onDone}
      onSubmit={submit}
      buttons={
        <>
          {isSame ? <p className="small">{unchanged}</p> : null}
          <div className="row">
            <button type="button" onClick={() => change([...steps, noStep])}>
              Add a step
            </button>
            <Button type="submit" busy={busy}>
              Keep the ramp
            </Button>
          </div>
        </>
      }
    >
      {numbered.map(({ step, index }) => (
        <RampStep
          key={index}
          number={index + 1}
          step={step}
          place={`${pointer}/${sent.indexOf(index)}`}
          onChange={(changed) => change(steps.with(index, changed))}
        />
      ))}
      <p className="small muted">A step without a time is left out. It counts once the draft is published.</p>
    </Form>
  );
}

/** What a form begins with; `sent`: the steps that a refusal is about; `isSame`: they are what is there already. */
const heldOf = ({ version }: FlagView, ramp: Parameters<typeof stepsOf>[0]) => ({
  version,
  steps: stepsOf(ramp),
  sent: filledIn(stepsOf(ramp)),
  isSame: false,
});

import type { ReactNode } from 'react';
import type { StepTexts } from '../ramp-input.js';
import { Field } from './field.js';

interface RampStepProps {
  readonly number: number;
  readonly step: StepTexts;
  /** The pointer of the step, in what was sent. */
  readonly place: string;
  readonly onChange: (step: StepTexts) => void;
}

/** From when on which share. */
export function RampStep({ number, step, place, onChange }: RampStepProps): ReactNode {
  return (
    <fieldset className="stack-tight">
      <legend className="small">Step {number}</legend>
      <Field label="From" place={`${place}/at`}>
        {(control) => (
          <input
            {...control}
            type="datetime-local"
            value={step.at}
            onChange={({ target }) => onChange({ ...step, at: target.value })}
          />
        )}
      </Field>
      <Field label="Share in percent" place={`${place}/coverage`}>
        {(control) => (
          <input
            {...control}
            type="number"
            min={0}
            max={100}
            step="any"
            value={step.share}
            onChange={({ target }) => onChange({ ...step, share: target.value })}
          />
        )}
      </Field>
    </fieldset>
  );
}

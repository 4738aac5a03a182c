import { use, useId, type ReactNode } from 'react';
import { problemAt, RefusedForm } from '../field-problems.js';
import { Text } from './text.js';

interface FieldProps {
  readonly label: string;
  /** The pointer of what it holds, in what its form sends: a refusal of that is its error. */
  readonly place?: string;
  readonly hint?: string;
  /** Gives the control its id and what describes it. */
  readonly children: (control: {
    readonly id: string;
    readonly 'aria-describedby': string | undefined;
    readonly 'aria-invalid': boolean;
  }) => ReactNode;
}

/** A labelled control with its hint, and with its error in place of that. */
export function Field({ label, place, hint, children }: FieldProps): ReactNode {
  const id = useId();
  const refused = use(RefusedForm);
  const error = place === undefined ? undefined : problemAt(refused, place);
  const describedBy = error === undefined && hint === undefined ? undefined : `${id}-text`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': error !== undefined })}
      {describedBy === undefined ? null : (
        <span id={describedBy} className={error === undefined ? 'small muted' : 'field-error'}>
          {error === undefined ? hint : <Text>{error}</Text>}
        </span>
      )}
    </div>
  );
}

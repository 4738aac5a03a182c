import { useId, type ReactNode } from 'react';
import { Text } from './text.js';

interface FieldProps {
  readonly label: string;
  readonly error?: string | undefined;
  readonly hint?: string;
  /** Gives the control its id and what describes it. */
  readonly children: (control: {
    readonly id: string;
    readonly 'aria-describedby': string | undefined;
    readonly 'aria-invalid': boolean;
  }) => ReactNode;
}

/** A labelled control with its hint and its error. */
export function Field({ label, error, hint, children }: FieldProps): ReactNode {
  const id = useId();
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

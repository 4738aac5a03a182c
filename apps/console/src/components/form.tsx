import type { FormEvent, ReactNode, RefObject } from 'react';
import { RefusedForm, type FieldNames } from '../field-problems.js';
import { textsOf } from '../form.js';
import { FormRefusal } from './form-refusal.js';

interface FormProps {
  readonly ref?: RefObject<HTMLFormElement | null>;
  readonly label?: string;
  readonly className?: string;
  /** What it was refused with, if it was: each `Field` with a `place` says what is wrong with it. */
  readonly error: unknown;
  /** What did not happen, once it is refused. */
  readonly refusedTitle: string;
  /** Of the fields that have a place. */
  readonly fields: FieldNames;
  /** Where another version may be shown in place of the one that was refused. */
  readonly onReload?: () => void;
  readonly onSubmit: (texts: ReturnType<typeof textsOf>, event: FormEvent<HTMLFormElement>) => void;
  readonly buttons: ReactNode;
  readonly children: ReactNode;
}

/** Every form that sends something: what it is refused for stands at its fields in words, and the focus stays in it. */
export function Form({
  ref,
  label,
  className = 'stack',
  buttons,
  children,
  onSubmit,
  ...refused
}: FormProps): ReactNode {
  return (
    <RefusedForm value={refused.error}>
      <form
        {...(ref === undefined ? {} : { ref })}
        className={className}
        aria-label={label}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(textsOf(event.currentTarget), event);
        }}
      >
        {children}
        <FormRefusal {...refused} />
        {buttons}
      </form>
    </RefusedForm>
  );
}

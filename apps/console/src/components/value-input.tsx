import type { ComponentProps, ReactNode } from 'react';
import type { QuestionParameter } from '#libs/contracts';

type Type = QuestionParameter['type'];

const inputs: Readonly<Record<Exclude<Type, 'boolean'>, ComponentProps<'input'>>> = {
  text: { type: 'text', maxLength: 1_000 },
  integer: { type: 'number', step: 1 },
  double: { type: 'number', step: 'any' },
  date: { type: 'date' },
  timestamp: { type: 'datetime-local', step: 1 },
};

interface ValueInputProps extends Pick<ComponentProps<'input'>, 'id' | 'aria-describedby' | 'aria-invalid' | 'name'> {
  readonly type: Type;
  readonly required?: boolean;
  readonly defaultValue: string;
  readonly onText?: (text: string) => void;
}

/** The control for one value of a parameter. Times are those of the warehouse: UTC. */
export function ValueInput({ type, onText, ...control }: ValueInputProps): ReactNode {
  if (type !== 'boolean')
    return <input {...inputs[type]} {...control} onChange={(event) => onText?.(event.target.value)} />;
  return (
    <select {...control} onChange={(event) => onText?.(event.target.value)}>
      <option value="">{control.required ? 'Choose' : 'None'}</option>
      <option value="true">Yes</option>
      <option value="false">No</option>
    </select>
  );
}

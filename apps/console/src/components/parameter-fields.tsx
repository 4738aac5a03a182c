import { useRef, type ReactNode } from 'react';
import type { QuestionParameter } from '#libs/contracts';
import { parameterTypes, valueOf } from '../question-values.js';
import { Field } from './field.js';
import { ValueInput } from './value-input.js';

/** A parameter as a form holds it: its default is a text, empty for none. */
export interface ParameterDraft {
  readonly key: number;
  readonly name: string;
  readonly type: QuestionParameter['type'];
  readonly description: string;
  readonly usual: string;
}

export const draftOf = ({ default: usual, ...rest }: QuestionParameter, key: number): ParameterDraft => ({
  ...rest,
  key,
  usual: usual === undefined ? '' : String(usual),
});

export const parameterOf = ({ name, type, description, usual }: ParameterDraft): QuestionParameter => ({
  name,
  type,
  description,
  ...(usual === '' ? {} : { default: valueOf(type, usual) }),
});

interface ParameterFieldsProps {
  readonly drafts: readonly ParameterDraft[];
  readonly onChange: (drafts: readonly ParameterDraft[]) => void;
}

/** The parameters of a question in their order: $1, $2, … of its SQL. */
export function ParameterFields({ drafts, onChange }: ParameterFieldsProps): ReactNode {
  const adding = useRef<HTMLButtonElement>(null);
  const set = (key: number, change: Partial<ParameterDraft>): void =>
    onChange(drafts.map((draft) => (draft.key === key ? { ...draft, ...change } : draft)));
  const add = (): void => {
    const key = Math.max(-1, ...drafts.map((draft) => draft.key)) + 1;
    onChange([...drafts, { key, name: '', type: 'text', description: '', usual: '' }]);
  };

  return (
    <>
      {drafts.map((draft, index) => (
        <fieldset key={draft.key} className="parameter">
          <legend>
            <code>${index + 1}</code>
          </legend>
          <div className="filter-row">
            <Field label="Name" place={`/parameters/${index}/name`}>
              {(control) => (
                <input
                  {...control}
                  required
                  pattern="[a-z][a-z0-9_]{0,62}"
                  title="Lower-case letters, digits and _; the first a letter"
                  spellCheck={false}
                  value={draft.name}
                  onChange={(event) => set(draft.key, { name: event.target.value })}
                />
              )}
            </Field>
            <Field label="Type" place={`/parameters/${index}/type`}>
              {(control) => (
                <select
                  {...control}
                  value={draft.type}
                  onChange={(event) => {
                    const type = parameterTypes.find((one) => one === event.target.value) ?? 'text';
                    set(draft.key, { type, usual: '' });
                  }}
                >
                  {parameterTypes.map((type) => (
                    <option key={type}>{type}</option>
                  ))}
                </select>
              )}
            </Field>
            <Field label="Unless said" place={`/parameters/${index}/default`}>
              {(control) => (
                <ValueInput
                  {...control}
                  key={draft.type}
                  type={draft.type}
                  defaultValue={draft.usual}
                  onText={(usual) => set(draft.key, { usual })}
                />
              )}
            </Field>
            <Field label="What it means" place={`/parameters/${index}/description`}>
              {(control) => (
                <input
                  {...control}
                  maxLength={500}
                  value={draft.description}
                  onChange={(event) => set(draft.key, { description: event.target.value })}
                />
              )}
            </Field>
            <button
              type="button"
              aria-label={`Remove the parameter $${index + 1}`}
              onClick={() => {
                onChange(drafts.filter(({ key }) => key !== draft.key));
                adding.current?.focus();
              }}
            >
              Remove
            </button>
          </div>
        </fieldset>
      ))}
      <div className="row">
        <button ref={adding} type="button" onClick={add}>
          Add a parameter
        </button>
        <span className="small muted">
          Each is <code>$1</code>, <code>$2</code>, … in the SQL: a value, never a piece of text.
        </span>
      </div>
    </>
  );
}

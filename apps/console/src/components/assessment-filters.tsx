import { useRef, type FormEvent, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useShortcuts } from '../shortcuts.js';
import { Field } from './field.js';

const textFields = [
  ['reason', 'Reason code'],
  ['backer', 'Backer'],
  ['card', 'Card'],
  ['ip', 'IP address'],
] as const;

export const filterNames = ['min_score', 'disposition', 'from', 'to', ...textFields.map(([name]) => name)] as const;

/** The question, as a form; the address carries it, so that it can be kept, shared and gone back to. */
export function AssessmentFilters(): ReactNode {
  const [parameters, setParameters] = useSearchParams();
  const first = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => first.current?.focus() });

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const next = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget)) {
      const text = String(value).trim();
      if (text !== '') next.set(name, name === 'from' || name === 'to' ? new Date(text).toISOString() : text);
    }
    setParameters(next);
  };

  return (
    <search>
      <form className="filters panel" onSubmit={submit} aria-label="Filter assessments">
        <Field label="Score at least">
          {(control) => (
            <input
              {...control}
              ref={first}
              name="min_score"
              type="number"
              min="0"
              max="100"
              step="any"
              defaultValue={parameters.get('min_score') ?? ''}
            />
          )}
        </Field>
        <Field label="Disposition">
          {(control) => (
            <select {...control} name="disposition" defaultValue={parameters.get('disposition') ?? ''}>
              <option value="">Any</option>
              <option value="manual_review">Review</option>
              <option value="reject">Reject</option>
              <option value="accept">Accept</option>
            </select>
          )}
        </Field>
        {textFields.map(([name, label]) => (
          <Field key={name} label={label}>
            {(control) => (
              <input {...control} name={name} spellCheck={false} defaultValue={parameters.get(name) ?? ''} />
            )}
          </Field>
        ))}
        {(['from', 'to'] as const).map((name) => (
          <Field key={name} label={name === 'from' ? 'From' : 'Until'}>
            {(control) => (
              <input {...control} name={name} type="datetime-local" defaultValue={localInput(parameters.get(name))} />
            )}
          </Field>
        ))}
        <Field label="Order">
          {(control) => (
            <select {...control} name="order" defaultValue={parameters.get('order') ?? 'score'}>
              <option value="score">Highest score first</option>
              <option value="time">Newest first</option>
            </select>
          )}
        </Field>
        <div className="row">
          <button type="submit" className="primary">
            Show
          </button>
          {parameters.size === 0 ? null : <Link to="/assessments">Clear</Link>}
        </div>
      </form>
    </search>
  );
}

/** A time of the address for a `datetime-local` input: the viewer's clock, to the minute. */
function localInput(text: string | null): string {
  const time = new Date(text ?? Number.NaN);
  if (Number.isNaN(time.getTime())) return '';
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

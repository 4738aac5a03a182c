import { useEffect, useRef, type FormEvent, type ReactNode } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router';
import { textsOf } from '../form.js';
import { useShortcuts } from '../shortcuts.js';
import { Field } from './field.js';

const textFields = [
  ['reason', 'Reason code'],
  ['backer', 'Backer'],
  ['card', 'Card'],
  ['ip', 'IP address'],
] as const;
const timeFields = [
  ['from', 'From'],
  ['to', 'Until'],
] as const;

/** Left in the history by a form that was sent. */
const submitted = 'submitted';

const moreNames = [...textFields, ...timeFields].map(([name]) => name);

export const filterNames: readonly string[] = ['min_score', 'disposition', ...moreNames];

/** The question, as a form; the address carries it, so that it can be kept, shared and gone back to. */
export function AssessmentFilters(): ReactNode {
  const [parameters, setParameters] = useSearchParams();
  const first = useRef<HTMLInputElement>(null);
  const show = useRef<HTMLButtonElement>(null);
  const { state } = useLocation();
  useShortcuts({ '/': () => first.current?.focus() });

  // Each question is a form of its own: the focus stays where it was asked.
  useEffect(() => {
    if (state === submitted) show.current?.focus();
  }, [state]);

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const next = new URLSearchParams();
    for (const [name, text] of Object.entries(textsOf(event.currentTarget)))
      next.set(name, name === 'from' || name === 'to' ? new Date(text).toISOString() : text);
    setParameters(next, { state: submitted });
  };
  const given = (name: string): string => parameters.get(name) ?? '';

  return (
    <search>
      <form className="filters" onSubmit={submit} aria-label="Filter assessments">
        <div className="filter-row">
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
                defaultValue={given('min_score')}
              />
            )}
          </Field>
          <Field label="Disposition">
            {(control) => (
              <select {...control} name="disposition" defaultValue={given('disposition')}>
                <option value="">Any</option>
                <option value="manual_review">Review</option>
                <option value="reject">Reject</option>
                <option value="accept">Accept</option>
              </select>
            )}
          </Field>
          <Field label="Order">
            {(control) => (
              <select {...control} name="order" defaultValue={given('order') || 'score'}>
                <option value="score">Riskiest first</option>
                <option value="time">Newest first</option>
              </select>
            )}
          </Field>
          <button ref={show} type="submit" className="primary">
            Show
          </button>
          {parameters.size === 0 ? null : (
            <Link className="button" to="/assessments">
              Clear
            </Link>
          )}
        </div>
        <details open={moreNames.some((name) => parameters.has(name))}>
          <summary>More filters</summary>
          <MoreFields given={given} />
        </details>
      </form>
    </search>
  );
}

function MoreFields({ given }: { readonly given: (name: string) => string }): ReactNode {
  return (
    <div className="filter-row">
      {textFields.map(([name, label]) => (
        <Field key={name} label={label}>
          {(control) => <input {...control} name={name} spellCheck={false} defaultValue={given(name)} />}
        </Field>
      ))}
      {timeFields.map(([name, label]) => (
        <Field key={name} label={label}>
          {(control) => <input {...control} name={name} type="datetime-local" defaultValue={localInput(given(name))} />}
        </Field>
      ))}
    </div>
  );
}

/** A time of the address for a `datetime-local` input: the viewer's clock, to the minute. */
function localInput(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return '';
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

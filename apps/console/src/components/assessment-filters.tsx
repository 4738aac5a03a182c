import type { ReactNode } from 'react';
import { localInput } from '../local-input.js';
import { useFilterForm } from '../use-filter-form.js';
import { Field } from './field.js';
import { FilterButtons } from './filter-buttons.js';

const scoreFields = [
  ['min_score', 'Score at least'],
  ['max_score', 'Score at most'],
] as const;
const textFields = [
  ['reason', 'Reason code'],
  ['backer', 'Backer'],
  ['card', 'Card'],
  ['ip', 'IP address'],
  ['project', 'Project'],
] as const;
const timeFields = [
  ['from', 'From'],
  ['to', 'Until'],
] as const;

const moreNames = [...textFields, ...timeFields].map(([name]) => name);

export const filterNames: readonly string[] = ['min_score', 'max_score', 'disposition', ...moreNames];

/** What of the assessments is asked for. */
export function AssessmentFilters(): ReactNode {
  const { parameters, first, button, submit } = useFilterForm(questionOf);
  const given = (name: string): string => parameters.get(name) ?? '';

  return (
    <search>
      <form className="filters" onSubmit={submit} aria-label="Filter assessments">
        <div className="filter-row">
          {scoreFields.map(([name, label]) => (
            <Field key={name} label={label}>
              {(control) => (
                <input
                  {...control}
                  ref={name === 'min_score' ? first : undefined}
                  name={name}
                  type="number"
                  min="0"
                  max="100"
                  step="any"
                  defaultValue={given(name)}
                />
              )}
            </Field>
          ))}
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
          <FilterButtons name="Show" button={button} clear={parameters.size === 0 ? undefined : '/assessments'} />
        </div>
        <details open={moreNames.some((name) => parameters.has(name))}>
          <summary>More filters</summary>
          <MoreFields given={given} />
        </details>
      </form>
    </search>
  );
}

function questionOf(texts: Readonly<Record<string, string>>): URLSearchParams {
  const question = new URLSearchParams();
  for (const [name, text] of Object.entries(texts))
    question.set(name, name === 'from' || name === 'to' ? new Date(text).toISOString() : text);
  return question;
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

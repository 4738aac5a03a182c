import type { FormEvent, ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { textsOf } from '../form.js';
import { entityNames, entityWords, historyAddress } from '../history-words.js';
import { useFilterForm } from '../use-filter-form.js';
import { Field } from './field.js';
import { FilterButtons } from './filter-buttons.js';

/** Words to be found; facets beside the items narrow them down. */
export function HistorySearch(): ReactNode {
  const { parameters, first, button, submit } = useFilterForm(questionOf);

  return (
    <search>
      <form onSubmit={submit} aria-label="Search the history">
        <div className="filter-row wide-first">
          <Field label="Words" hint="All of them must be there; begin* is any word that begins so.">
            {(control) => (
              <input
                {...control}
                ref={first}
                name="q"
                maxLength={200}
                spellCheck={false}
                defaultValue={parameters.get('q') ?? ''}
              />
            )}
          </Field>
          <span className="row beside-hint">
            <FilterButtons name="Search" button={button} clear={parameters.size === 0 ? undefined : '/history'} />
          </span>
        </div>
      </form>
    </search>
  );
}

/** The words change, the facets stay; pages begin anew. */
function questionOf({ q = '' }: Readonly<Record<string, string>>, asked: URLSearchParams): URLSearchParams {
  const question = new URLSearchParams(asked);
  question.delete('cursor');
  if (q === '') question.delete('q');
  else question.set('q', q);
  return question;
}

/** To the history of one backer, card, address, … */
export function HistoryOf(): ReactNode {
  const navigate = useNavigate();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { kind = '', id = '' } = textsOf(event.currentTarget);
    const entity = entityNames.find((name) => name === kind);
    if (entity !== undefined && id !== '') void navigate(historyAddress(entity, id));
  };
  return (
    <search>
      <form onSubmit={submit} aria-label="One history">
        <div className="filter-row">
          <Field label="Whose history">
            {(control) => (
              <select {...control} name="kind">
                {entityNames.map((name) => (
                  <option key={name} value={name}>
                    {entityWords[name]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Id">
            {(control) => <input {...control} name="id" required maxLength={255} spellCheck={false} />}
          </Field>
          <button type="submit">Show</button>
        </div>
      </form>
    </search>
  );
}

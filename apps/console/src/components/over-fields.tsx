import type { ReactNode } from 'react';
import type { MetricKind } from '#libs/contracts';
import type { Fact, FactPageData } from '../api.js';
import type { FilterDraft, OverDraft } from '../metric-draft.js';
import { namesOf, operatorWords } from '../metric-words.js';
import { useLoad } from '../use-load.js';
import { FactColumns } from './fact-columns.js';
import { Field } from './field.js';

interface OverFieldsProps {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly kind: MetricKind;
  readonly draft: OverDraft;
  readonly onChange: (draft: OverDraft) => void;
}

/** Which rows of which fact count, and what of them is added up; its columns as the check found them are beside it. */
export function OverFields({ title, facts, kind, draft, onChange }: OverFieldsProps): ReactNode {
  const loaded = useLoad<FactPageData>(draft.fact === '' ? undefined : `/v1/facts/${draft.fact}`);
  const columns = loaded.data?.key === draft.fact ? loaded.data.usable_columns : [];
  const addable = columns.filter(({ type }) => type === 'integer' || type === 'decimal');
  const set = (key: number, change: Partial<FilterDraft>): void =>
    onChange({ ...draft, filters: draft.filters.map((one) => (one.key === key ? { ...one, ...change } : one)) });
  const add = (): void => {
    const key = Math.max(-1, ...draft.filters.map((one) => one.key)) + 1;
    onChange({ ...draft, filters: [...draft.filters, { key, column: columns[0]?.name ?? '', op: '=', value: '' }] });
  };
  return (
    <fieldset className="parameter">
      <legend>{title}</legend>
      <div className="filter-row">
        <Field label="Fact">
          {(control) => (
            <select
              {...control}
              required
              value={draft.fact}
              onChange={(event) => onChange({ fact: event.target.value, value: '', filters: [] })}
            >
              <option value="">Choose one</option>
              {facts.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        {kind === 'proportion' || kind === 'retention' ? null : (
          <Field label="Adds up">
            {(control) => (
              <select
                {...control}
                value={draft.value}
                onChange={(event) => onChange({ ...draft, value: event.target.value })}
              >
                <option value="">Its rows: one each</option>
                {addable.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            )}
          </Field>
        )}
      </div>
      {columns.length === 0 ? null : <FactColumns columns={columns} />}
      {draft.filters.map((filter, index) => (
        <div key={filter.key} className="filter-row">
          <Field label="Where">
            {(control) => (
              <select
                {...control}
                value={filter.column}
                onChange={(event) => set(filter.key, { column: event.target.value })}
              >
                {columns.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Is">
            {(control) => (
              <select
                {...control}
                value={filter.op}
                onChange={(event) =>
                  set(filter.key, { op: namesOf(operatorWords).find((one) => one === event.target.value) ?? '=' })
                }
              >
                {namesOf(operatorWords).map((op) => (
                  <option key={op} value={op}>
                    {operatorWords[op]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {filter.op === 'is_null' || filter.op === 'is_not_null' ? null : (
            <Field label="Value">
              {(control) => (
                <input
                  {...control}
                  required
                  value={filter.value}
                  onChange={(event) => set(filter.key, { value: event.target.value })}
                />
              )}
            </Field>
          )}
          <button
            type="button"
            aria-label={`Remove filter ${index + 1}`}
            onClick={() => onChange({ ...draft, filters: draft.filters.filter(({ key }) => key !== filter.key) })}
          >
            Remove
          </button>
        </div>
      ))}
      <div className="row">
        <button type="button" disabled={columns.length === 0} onClick={add}>
          Add a filter
        </button>
      </div>
    </fieldset>
  );
}

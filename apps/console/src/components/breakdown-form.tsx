import { useState, type ReactNode } from 'react';
import type { BreakdownAccepted, FactView } from '#libs/contracts';
import { call } from '../http.js';
import { levelColumns } from '../level-words.js';
import { words } from '../format.js';
import { useAction } from '../use-action.js';
import { Button } from './button.js';
import { Field } from './field.js';
import { Form } from './form.js';

interface BreakdownFormProps {
  readonly experiment: string;
  readonly facts: readonly FactView[];
  readonly onAsked: () => void;
}

/** By which column of which fact; the answer is a job's, and comes among the others. */
export function BreakdownForm({ experiment, facts, onAsked }: BreakdownFormProps): ReactNode {
  const { busy, error, run } = useAction();
  const known = facts.filter((fact) => levelColumns(fact).length > 0);
  const [chosen, choose] = useState(known[0]?.key);
  const fact = known.find(({ key }) => key === chosen);
  if (fact === undefined) return null;

  const submit = (body: Readonly<Record<string, string>>): void => {
    const path = `/v1/experiments/${encodeURIComponent(experiment)}/breakdowns`;
    void run(async () => {
      await call<BreakdownAccepted>('POST', path, body);
      onAsked();
    });
  };
  return (
    <Form
      label="Effects by level"
      className="filters"
      error={error}
      refusedTitle="It was not asked"
      fields={{ '/fact': 'the fact', '/column': 'the column' }}
      onSubmit={submit}
      buttons={
        <div className="row">
          <Button type="submit" busy={busy}>
            {busy ? 'Asking …' : 'Show effects by it'}
          </Button>
        </div>
      }
    >
      <div className="filter-row">
        <Field label="Fact" place="/fact">
          {(control) => (
            <select {...control} name="fact" value={fact.key} onChange={({ target }) => choose(target.value)}>
              {known.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Column" place="/column">
          {(control) => (
            <select {...control} key={fact.key} name="column">
              {levelColumns(fact).map((column) => (
                <option key={column} value={column}>
                  {words(column)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
    </Form>
  );
}

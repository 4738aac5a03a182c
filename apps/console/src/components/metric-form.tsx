import { useState, type ReactNode } from 'react';
import type { LineReading, MetricKind } from '#libs/contracts';
import type { Fact, FactPageData, Metric } from '../api.js';
import type { FieldNames } from '../field-problems.js';
import { call, read } from '../http.js';
import { noOver, overBody, overDraft, plainBody, type OverDraft } from '../metric-draft.js';
import { kindWords, namesOf } from '../metric-words.js';
import { useAction } from '../use-action.js';
import { Button } from './button.js';
import { Field } from './field.js';
import { Form } from './form.js';
import { MetricNumberFields } from './metric-number-fields.js';
import { OverFields } from './over-fields.js';

interface MetricFormProps {
  readonly facts: readonly Fact[];
  /** What it was, where it is changed. */
  readonly metric?: Metric;
  readonly onKept: (metric: Metric) => void;
}

const fields: FieldNames = { '/key': 'the key', '/name': 'the name' };

/** What is measured, over which rows of which fact, in which time. */
export function MetricForm({ facts, metric, onKept }: MetricFormProps): ReactNode {
  const [kind, setKind] = useState<MetricKind>(metric?.kind ?? 'proportion');
  const [numerator, setNumerator] = useState<OverDraft>(metric === undefined ? noOver : overDraft(metric.numerator));
  const [denominator, setDenominator] = useState<OverDraft>(
    metric?.denominator == null ? noOver : overDraft(metric.denominator),
  );
  const [readings, setReadings] = useState<readonly LineReading[]>(metric?.readings ?? ['all']);
  const { busy, error, run } = useAction();

  const keep = (texts: Readonly<Record<string, string>>): void => {
    void run(async () => {
      const body = {
        ...plainBody(texts, kind, readings),
        numerator: await bodyOf(numerator, kind),
        denominator: kind === 'ratio' ? await bodyOf(denominator, kind) : null,
      };
      onKept(
        metric === undefined
          ? await call<Metric>('POST', '/v1/metrics', { ...body, key: texts['key'] })
          : await call<Metric>('PATCH', `/v1/metrics/${metric.key}`, { ...body, version: metric.version }),
      );
    });
  };

  return (
    <Form
      error={error}
      refusedTitle="The metric was not kept"
      fields={fields}
      onSubmit={keep}
      buttons={
        <Button type="submit" className="primary" busy={busy}>
          {metric === undefined ? 'Keep the metric' : 'Keep the change'}
        </Button>
      }
    >
      <section className="panel" aria-label="The metric">
        {metric === undefined ? (
          <Field label="Key" hint="Lower-case letters, digits and _; it stays." place="/key">
            {(control) => <input {...control} name="key" required pattern="[a-z][a-z0-9_]{0,62}" spellCheck={false} />}
          </Field>
        ) : null}
        <Field label="Name" place="/name">
          {(control) => <input {...control} name="name" required maxLength={200} defaultValue={metric?.name} />}
        </Field>
        <Field label="Description">
          {(control) => (
            <textarea {...control} name="description" rows={2} maxLength={2_000} defaultValue={metric?.description} />
          )}
        </Field>
        <Field label="Kind">
          {(control) => (
            <select
              {...control}
              disabled={metric !== undefined}
              value={kind}
              onChange={(event) => setKind(namesOf(kindWords).find((one) => one === event.target.value) ?? 'mean')}
            >
              {namesOf(kindWords).map((one) => (
                <option key={one} value={one}>
                  {kindWords[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <OverFields
          title={kind === 'ratio' ? 'Numerator' : 'Over'}
          facts={facts}
          kind={kind}
          draft={numerator}
          onChange={setNumerator}
        />
        {kind === 'ratio' ? (
          <OverFields title="Denominator" facts={facts} kind={kind} draft={denominator} onChange={setDenominator} />
        ) : null}
        <MetricNumberFields kind={kind} metric={metric} readings={readings} onReadings={setReadings} />
        {metric === undefined ? null : (
          <Field label="Why">{(control) => <input {...control} name="note" maxLength={2_000} />}</Field>
        )}
      </section>
    </Form>
  );
}

/** With the types of the columns, which say what a filter's text is. */
async function bodyOf(draft: OverDraft, kind: MetricKind): Promise<object> {
  const { usable_columns } = await read<FactPageData>(`/v1/facts/${draft.fact}`);
  return overBody(draft, kind, usable_columns);
}

import type { ReactNode } from 'react';
import type { LineReading, MetricKind } from '#libs/contracts';
import type { Metric } from '../api.js';
import { namesOf, readingNames } from '../metric-words.js';
import { Field } from './field.js';

interface MetricNumberFieldsProps {
  readonly kind: MetricKind;
  /** What it was, where it is changed. */
  readonly metric: Metric | undefined;
  readonly readings: readonly LineReading[];
  readonly onReadings: (readings: readonly LineReading[]) => void;
}

/** Days, caps, directions and what an effect has to be: what a metric has besides its facts. */
export function MetricNumberFields({ kind, metric, readings, onReadings }: MetricNumberFieldsProps): ReactNode {
  const cap = metric?.cap ?? null;
  const percentile = cap !== null && 'percentile' in cap;
  const effect = metric?.minimum_effect ?? null;
  return (
    <>
      <div className="filter-row">
        {kind === 'retention' ? (
          <>
            <NumberField label="From day" name="from_day" value={metric?.retention?.from_day ?? 0} max={730} required />
            <NumberField label="Until day" name="to_day" value={metric?.retention?.to_day ?? 28} max={730} required />
          </>
        ) : (
          <NumberField label="Days to act" name="act_days" value={metric?.act_days ?? 7} min={1} max={730} required />
        )}
        <NumberField label="Final after days" name="window_days" value={metric?.window_days} min={1} max={730} />
        {kind === 'quantile' ? (
          <NumberField
            label="Quantile in %"
            name="quantile"
            value={share(metric?.quantile ?? 0.5)}
            min={0.1}
            max={99.9}
            step="any"
            required
          />
        ) : null}
      </div>
      {kind === 'mean' || kind === 'ratio' ? (
        <div className="filter-row">
          <NumberField
            label="A unit counts at most"
            name="cap"
            value={cap === null ? undefined : 'percentile' in cap ? share(cap.percentile) : cap.absolute}
            step="any"
          />
          <Choice label="Of the cap" name="cap_kind" value={percentile ? 'percentile' : 'absolute'}>
            {{ absolute: 'an amount', percentile: 'a percentile of the units' }}
          </Choice>
          <NumberField
            label="A percentile is frozen at look"
            name="cap_look"
            value={cap !== null && 'percentile' in cap ? (cap.frozen_at_look ?? 1) : 1}
            min={1}
            max={1_000}
          />
        </div>
      ) : null}
      <div className="filter-row">
        <Choice label="Better is" name="direction" value={metric?.direction ?? 'increase'}>
          {{ increase: 'more', decrease: 'less' }}
        </Choice>
        <Choice label="It is" name="measure" value={metric?.measure ?? 'number'}>
          {{ number: 'a number', money: 'money, in minor units' }}
        </Choice>
        <NumberField
          label="Guardrail margin in %"
          name="margin"
          value={share(metric?.margin ?? undefined)}
          max={99}
          step="any"
        />
        <NumberField
          label="Of interest from, in %"
          name="effect"
          value={effect?.kind === 'relative' ? share(effect.value) : undefined}
          step="any"
        />
      </div>
      <fieldset className="parameter">
        <legend>Lines of the readout</legend>
        <div className="filter-row">
          {namesOf(readingNames).map((reading) => (
            <label key={reading} className="row">
              <input
                type="checkbox"
                checked={readings.includes(reading)}
                disabled={reading === 'all'}
                onChange={({ target }) =>
                  onReadings(
                    namesOf(readingNames).filter((one) => (one === reading ? target.checked : readings.includes(one))),
                  )
                }
              />
              {readingNames[reading]}
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}

const share = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.round(value * 1e6) / 1e4;

interface NumberProps {
  readonly label: string;
  readonly name: string;
  readonly value: number | undefined;
  readonly min?: number;
  readonly max?: number;
  readonly step?: 'any';
  readonly required?: boolean;
}

function NumberField({ label, name, value, min = 0, max, step, required = false }: NumberProps): ReactNode {
  return (
    <Field label={label}>
      {(control) => (
        <input
          {...control}
          type="number"
          name={name}
          min={min}
          max={max}
          step={step ?? 1}
          required={required}
          defaultValue={value}
        />
      )}
    </Field>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  /** The names of the choices by their values. */
  readonly children: Readonly<Record<string, string>>;
}

function Choice({ label, name, value, children }: ChoiceProps): ReactNode {
  return (
    <Field label={label}>
      {(control) => (
        <select {...control} name={name} defaultValue={value}>
          {Object.entries(children).map(([key, text]) => (
            <option key={key} value={key}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

import { useState, type ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import type { DesignHelp, ExperimentView, NoDesign, Procedure } from '#libs/contracts';
import type { Metric } from '../api.js';
import { Button } from '../components/button.js';
import { DesignPanel } from '../components/design-panel.js';
import { Field } from '../components/field.js';
import { Form } from '../components/form.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { plannedBaseline, shareOf } from '../design-words.js';
import { words } from '../format.js';
import { call, withQuery } from '../http.js';
import { namesOf } from '../metric-words.js';
import { procedureWords } from '../plan-words.js';
import { useShortcuts } from '../shortcuts.js';
import { useAction } from '../use-action.js';
import { useLoad } from '../use-load.js';

export function NewExperimentPage(): ReactNode {
  const navigate = useNavigate();
  const metrics = useLoad<readonly Metric[]>('/v1/metrics');
  useShortcuts({ Escape: () => void navigate('/experiments') });
  return (
    <Page
      title="New experiment"
      crumb={<Link to="/experiments">Experiments</Link>}
      lead={<p>A draft with a plan: what must not be missed, and how many units and days that takes.</p>}
    >
      <LoadedView from={metrics} what="the metrics">
        {(all) => <ExperimentForm metrics={all.filter(({ kind, units }) => kind !== 'quantile' && units.length > 0)} />}
      </LoadedView>
    </Page>
  );
}

const fields = {
  '/key': 'the key',
  '/hypothesis': 'the hypothesis',
  '/metrics': 'the metric',
  '/unit': 'the unit',
  '/coverage': 'the coverage',
  '/variants': 'the variants',
  '/plan/minimum_effect': 'the smallest effect',
  '/plan/baseline': 'the baseline',
  '/plan/standard_deviation': 'the standard deviation',
  '/plan/power': 'the power',
};

function ExperimentForm({ metrics }: { readonly metrics: readonly Metric[] }): ReactNode {
  const navigate = useNavigate();
  const { busy, error, run } = useAction();
  const [key, choose] = useState(metrics.find((one) => one.key === 'pledge_conversion')?.key ?? metrics[0]?.key ?? '');
  const [asked, ask] = useState({
    unit: '',
    effect: '10',
    power: '80',
    coverage: '100',
    procedure: 'group_sequential',
  });
  const metric = metrics.find((one) => one.key === key);
  const unit = metric?.units.find((one) => one === asked.unit) ?? metric?.units[0] ?? 'visitor';
  const given = {
    unit,
    minimum_effect: shareOf(asked.effect),
    power: shareOf(asked.power),
    coverage: shareOf(asked.coverage),
    procedure: asked.procedure,
  };
  const help = useLoad<DesignHelp | NoDesign>(
    metric === undefined ? undefined : withQuery(`/v1/metrics/${encodeURIComponent(key)}/design`, given),
    3_000,
    ({ kind }) => kind === 'design',
  );
  if (metric === undefined) return <p className="muted">There is no metric that a plan can be for.</p>;
  const planned = help.data?.kind === 'design' ? help.data : undefined;
  const baseline = planned === undefined ? undefined : plannedBaseline(planned);
  const isShare = metric.kind === 'proportion' || metric.kind === 'retention';

  const keep = (texts: Readonly<Record<string, string>>): void => {
    const { minimum_effect, power, coverage, procedure } = given;
    const names = [texts['baseline_name'] ?? 'control', texts['treatment_name'] ?? 'treatment'];
    const known = planned === undefined || 'kind' in planned.plan ? undefined : planned.plan;
    const plan = {
      metric: key,
      baseline: Number(texts['baseline']),
      ...(isShare ? {} : { standard_deviation: Number(texts['standard_deviation']) }),
      minimum_effect: { kind: 'relative', value: minimum_effect },
      power,
      procedure,
      ...(known?.days === undefined ? {} : { days: known.days, look_days: known.look_days }),
    };
    const body = {
      key: texts['key'],
      hypothesis: texts['hypothesis'],
      unit,
      variants: names.map((name) => ({ key: name, weight: 0.5 })),
      baseline: names[0],
      coverage,
      metrics: [key],
      plan,
    };
    void run(async () => {
      const made = await call<ExperimentView>('POST', '/v1/experiments', body);
      void navigate(`/experiments/${encodeURIComponent(made.key)}`);
    });
  };
  const change = (name: keyof typeof asked) => ({
    value: asked[name],
    onChange: ({ target }: { readonly target: { readonly value: string } }) => ask({ ...asked, [name]: target.value }),
  });

  return (
    <Form
      label="New experiment"
      error={error}
      refusedTitle="The experiment was not made"
      fields={fields}
      onSubmit={keep}
      buttons={
        <Button type="submit" className="primary" busy={busy}>
          Make the draft
        </Button>
      }
    >
      <section className="panel" aria-label="The experiment">
        <Field label="Key" hint="Letters, digits, _ and -; it stays." place="/key">
          {(control) => <input {...control} name="key" required maxLength={100} spellCheck={false} />}
        </Field>
        <Field label="Hypothesis" place="/hypothesis">
          {(control) => <textarea {...control} name="hypothesis" rows={2} required maxLength={2_000} />}
        </Field>
        <div className="filter-row">
          <Field label="Metric" place="/metrics">
            {(control) => (
              <select {...control} value={key} onChange={({ target }) => choose(target.value)}>
                {metrics.map((one) => (
                  <option key={one.key} value={one.key}>
                    {one.name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Unit" place="/unit">
            {(control) => (
              <select {...control} {...change('unit')} value={unit}>
                {metric.units.map((one) => (
                  <option key={one} value={one}>
                    {words(one)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Coverage in %" place="/coverage">
            {(control) => (
              <input {...control} {...change('coverage')} type="number" min={0.1} max={100} step="any" required />
            )}
          </Field>
        </div>
        <div className="filter-row">
          <Field label="Baseline’s name" place="/variants">
            {(control) => <input {...control} name="baseline_name" required defaultValue="control" maxLength={100} />}
          </Field>
          <Field label="Treatment’s name">
            {(control) => (
              <input {...control} name="treatment_name" required defaultValue="treatment" maxLength={100} />
            )}
          </Field>
        </div>
      </section>
      <section className="panel" aria-label="The plan">
        <div className="filter-row">
          <Field label="Smallest effect in %" place="/plan/minimum_effect">
            {(control) => <input {...control} {...change('effect')} type="number" step="any" required />}
          </Field>
          <Field label="Power in %" place="/plan/power">
            {(control) => (
              <input {...control} {...change('power')} type="number" min={6} max={99.9} step="any" required />
            )}
          </Field>
        </div>
        <Field label="Procedure">
          {(control) => (
            <select {...control} {...change('procedure')}>
              {namesOf<Procedure>(procedureWords).map((one) => (
                <option key={one} value={one}>
                  {procedureWords[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div className="filter-row" key={planned?.certificate.id ?? key}>
          <Field label="Baseline" hint={hintOf(planned)} place="/plan/baseline">
            {(control) => (
              <input {...control} name="baseline" type="number" step="any" required defaultValue={baseline?.mean} />
            )}
          </Field>
          {isShare ? null : (
            <Field label="Standard deviation" hint={hintOf(planned)} place="/plan/standard_deviation">
              {(control) => (
                <input
                  {...control}
                  name="standard_deviation"
                  type="number"
                  step="any"
                  required
                  defaultValue={baseline?.deviation}
                />
              )}
            </Field>
          )}
        </div>
      </section>
      <DesignPanel metric={metric} unit={unit} from={help} />
    </Form>
  );
}

const hintOf = (planned: DesignHelp | undefined): string =>
  planned === undefined ? 'What the metric is without the change, in its own unit.' : 'As the metric was in the past.';

import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { NoPortfolio, Portfolio, PortfolioEffect } from '#libs/contracts';
import type { Metric } from '../api.js';
import { change, integer, wholePercent, words } from '../format.js';
import { withQuery } from '../http.js';
import { useLoad } from '../use-load.js';
import { DataTable, type Column } from './data-table.js';
import { Field } from './field.js';
import { LoadedView } from './loaded-view.js';
import { Text } from './text.js';

/** The effects of all experiments on a metric, with the winner's curse taken out. */
export function PortfolioPanel({ metrics }: { readonly metrics: readonly Metric[] }): ReactNode {
  const [key, choose] = useState(metrics.find((one) => one.key === 'pledge_conversion')?.key ?? metrics[0]?.key);
  const metric = metrics.find((one) => one.key === key);
  const [chosen, chooseUnit] = useState('visitor');
  const unit = metric?.units.find((one) => one === chosen) ?? metric?.units[0];
  const path = key === undefined ? undefined : withQuery('/v1/portfolio', { metric: key, unit });
  const loaded = useLoad<Portfolio | NoPortfolio>(path);
  if (metric === undefined) return null;
  return (
    <section className="panel" aria-labelledby="portfolio">
      <h2 id="portfolio">What experiments bring</h2>
      <p className="small muted">
        What looks best was lucky, too: each effect is drawn to the mean of all by how uncertain it is.
      </p>
      <div className="filter-row">
        <Field label="Metric">
          {(control) => (
            <select {...control} value={metric.key} onChange={({ target }) => choose(target.value)}>
              {metrics.map((one) => (
                <option key={one.key} value={one.key}>
                  {one.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Unit">
          {(control) => (
            <select {...control} value={unit} onChange={({ target }) => chooseUnit(target.value)}>
              {metric.units.map((one) => (
                <option key={one} value={one}>
                  {words(one)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <LoadedView from={loaded} what="the portfolio">
        {(found) => <Effects of={found} />}
      </LoadedView>
    </section>
  );
}

function Effects({ of }: { readonly of: Portfolio | NoPortfolio }): ReactNode {
  return (
    <>
      {of.kind === 'portfolio' ? (
        <DataTable
          caption="Effects of experiments"
          rows={of.effects}
          keyOf={({ experiment, variant }) => `${experiment} ${variant}`}
          columns={columns}
        />
      ) : (
        <p className="muted">
          <Text>{of.detail}</Text>
        </p>
      )}
      {of.left_out.length === 0 ? null : (
        <details className="small">
          <summary>{of.left_out.length} left out</summary>
          <ul className="plain-list">
            {of.left_out.map(({ experiment, why }) => (
              <li key={`${experiment} ${why}`}>
                {experiment}: <Text>{why}</Text>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

const columns: readonly Column<PortfolioEffect>[] = [
  {
    name: 'Experiment',
    heading: true,
    cell: ({ experiment, variant, state }) => (
      <>
        <Link to={`/experiments/${encodeURIComponent(experiment)}`}>{experiment}</Link>{' '}
        <span className="small muted">
          {variant}, {words(state).toLowerCase()}
        </span>
      </>
    ),
  },
  { name: 'Units', number: true, cell: ({ units }) => integer(units) },
  { name: 'Measured', number: true, nowrap: true, cell: ({ measured }) => change(measured) },
  {
    name: 'Believed',
    number: true,
    cell: ({ believed, interval }) => (
      <>
        {change(believed)}{' '}
        <span className="small muted">
          ({change(interval.lower)} to {change(interval.upper)})
        </span>
      </>
    ),
  },
  { name: 'Drawn by', number: true, nowrap: true, cell: ({ shrinkage }) => wholePercent(shrinkage) },
];

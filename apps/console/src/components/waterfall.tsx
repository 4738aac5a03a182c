import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Assessment } from '#libs/contracts';
import { decimal, score, signed } from '../format.js';
import { withQuery } from '../http.js';
import { stepsOf, ticksOf, type Scale, type Step } from '../waterfall.js';
import { Scroll } from './scroll.js';

/**
 * From the base rate to the score, term by term. The scale is in log-odds, where contributions add up; it is labelled in
 * percent, which people read.
 */
export function Waterfall({ assessment }: { readonly assessment: Assessment }): ReactNode {
  const { steps, scale, sum } = stepsOf(assessment.risk_score_reasons);
  const ticks = ticksOf(scale);
  return (
    <Scroll label="Contributions to the score">
      <table className="waterfall">
        <caption>
          Each reason multiplies the odds; in log-odds they add up. Red raises the risk, green lowers it.
        </caption>
        <thead>
          <tr>
            <th>Reason</th>
            <th className="waterfall-track" aria-label="Path of the probability">
              <div className="track-scale" aria-hidden="true">
                {ticks.map(({ at, label }) => (
                  <span key={label} style={{ left: `${at}%` }}>
                    {label}
                  </span>
                ))}
              </div>
            </th>
            <th className="number">Log-odds</th>
            <th className="number wide-only">Odds ×</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step.key}>
              <th scope="row">
                <Reasons step={step} />
              </th>
              <td className="waterfall-track">
                <Bar step={step} ticks={ticks.map(({ at }) => at)} />
              </td>
              <td className="number">{signed(step.contribution)}</td>
              <td className="number wide-only">{decimal(step.multiplier)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              Score <strong className="number">{score(assessment.risk_score)} %</strong>
            </th>
            <td className="waterfall-track">
              <Total at={scale.at(sum)} ticks={ticks.map(({ at }) => at)} />
            </td>
            <td className="number">
              <strong>{signed(sum)}</strong>
            </td>
            <td className="number wide-only">{decimal(Math.exp(sum))}</td>
          </tr>
        </tfoot>
      </table>
      {Math.abs(sum - assessment.log_odds) > 1e-6 ? (
        <p className="bad" role="alert">
          The terms add up to {decimal(sum)}, the stored log-odds are {decimal(assessment.log_odds)}. Tell your
          engineers.
        </p>
      ) : null}
    </Scroll>
  );
}

function Reasons({ step }: { readonly step: Step }): ReactNode {
  return step.reasons.map(({ code, reason, value }) => (
    <span key={code} className="reason">
      {reason}
      {value === null ? null : <span className="muted number"> {String(value)}</span>}
      <Link className="small" to={withQuery('/assessments', { reason: code })} title="Other pledges with this reason">
        <code>{code}</code>
      </Link>
    </span>
  ));
}

function Bar({ step, ticks }: { readonly step: Step; readonly ticks: readonly number[] }): ReactNode {
  return (
    <div className="track" aria-hidden="true">
      <Grid ticks={ticks} />
      <span
        className={`track-bar ${step.first ? 'track-start' : step.contribution > 0 ? 'track-up' : 'track-down'}`}
        style={{ left: `${step.left}%`, width: `${step.width}%` }}
      />
    </div>
  );
}

function Total({ at, ticks }: { readonly at: ReturnType<Scale['at']>; readonly ticks: readonly number[] }): ReactNode {
  return (
    <div className="track" aria-hidden="true">
      <Grid ticks={ticks} />
      <span className="track-bar track-start" style={{ left: `${at}%` }} />
    </div>
  );
}

function Grid({ ticks }: { readonly ticks: readonly number[] }): ReactNode {
  return ticks.map((at) => <span key={at} className="track-tick" style={{ left: `${at}%` }} />);
}

import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Assessment } from '#libs/contracts';
import { decimal, factor, odds, score, signed } from '../format.js';
import { withQuery } from '../http.js';
import { percentileWords } from '../percentile-words.js';
import { stepsOf, ticksOf, type Step, type Tick } from '../waterfall.js';

/**
 * From the base rate to the score, term by term. The scale is in log-odds, where contributions add up; it is labelled in
 * percent, which people read.
 */
export function Waterfall({ assessment }: { readonly assessment: Assessment }): ReactNode {
  const { steps, scale, sum } = stepsOf(assessment.risk_score_reasons);
  const ticks = ticksOf(scale);
  return (
    <>
      <p className="small muted">
        Each reason multiplies the odds; in log-odds they add up. Red raises the risk, green lowers it.
      </p>
      <div className="waterfall-row waterfall-head" aria-hidden="true">
        <span>Reason</span>
        <span className="waterfall-track track-scale">
          {ticks.map(({ at, label }) => (
            <span key={label} style={{ left: `${at}%` }}>
              {label}
            </span>
          ))}
        </span>
        <span className="number">Log-odds</span>
        <span className="number">Odds</span>
      </div>
      <ol className="waterfall">
        {steps.map((step) => (
          <li key={step.key} className="waterfall-row">
            <Reasons step={step} />
            <Track ticks={ticks} place={step} kind={kindOf(step)} />
            <Amount logOdds={step.contribution} value={step.multiplier} multiplies={!step.first} />
          </li>
        ))}
        <li className="waterfall-row waterfall-total">
          <span>
            Score <span className="number">{score(assessment.risk_score)} %</span>
          </span>
          <Track ticks={ticks} place={{ left: scale.at(sum), width: 0 }} kind="start" />
          <Amount logOdds={sum} value={Math.exp(sum)} multiplies={false} />
        </li>
      </ol>
      {Math.abs(sum - assessment.log_odds) > 1e-6 ? (
        <p className="bad" role="alert">
          The terms add up to {decimal(sum)}, the stored log-odds are {decimal(assessment.log_odds)}. Tell your
          engineers.
        </p>
      ) : null}
    </>
  );
}

/** That scores end at 99 % says nothing about the pledge: it is neither good nor bad. */
function kindOf({ first, contribution, reasons }: Step): TrackProps['kind'] {
  if (first) return 'start';
  if (reasons[0]?.code === 'CLIP') return 'limit';
  return contribution > 0 ? 'up' : 'down';
}

function Reasons({ step }: { readonly step: Step }): ReactNode {
  return (
    <span>
      {step.reasons.map(({ code, reason, percentile }) => (
        <span key={code} className="reason">
          {reason}
          {percentile === null ? null : <small className="muted">{percentileWords(percentile)}</small>}
          <Link
            className="small"
            to={withQuery('/assessments', { reason: code })}
            title="Other pledges with this reason"
          >
            <code>{code}</code>
          </Link>
        </span>
      ))}
    </span>
  );
}

interface TrackProps {
  readonly ticks: readonly Tick[];
  /** In percent of the track. */
  readonly place: { readonly left: number; readonly width: number };
  readonly kind: 'start' | 'up' | 'down' | 'limit';
}

function Track({ ticks, place, kind }: TrackProps): ReactNode {
  return (
    <span className="waterfall-track track" aria-hidden="true">
      {ticks.map(({ at }) => (
        <span key={at} className="track-tick" style={{ left: `${at}%` }} />
      ))}
      <span className={`track-bar track-${kind}`} style={{ left: `${place.left}%`, width: `${place.width}%` }} />
    </span>
  );
}

interface AmountProps {
  readonly logOdds: number;
  readonly value: number;
  /** The first term and the sum are odds; what is between multiplies them. */
  readonly multiplies: boolean;
}

function Amount({ logOdds, value, multiplies }: AmountProps): ReactNode {
  return (
    <>
      <span className="number">
        {signed(logOdds)}
        <span className="unseen"> log-odds,</span>
      </span>
      <span className="number muted">
        <span className="unseen">odds </span>
        {multiplies ? factor(value) : odds(value)}
      </span>
    </>
  );
}

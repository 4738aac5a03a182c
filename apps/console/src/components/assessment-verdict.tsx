import type { ReactNode } from 'react';
import type { Assessment } from '#libs/contracts';
import { score, words } from '../format.js';
import { causeWords, dispositionTone, dispositionWords, levelTone } from '../risk-words.js';
import { Badge } from './badge.js';
import { Note } from './note.js';
import { Time } from './time.js';

interface AssessmentVerdictProps {
  readonly assessment: Assessment;
  /** False when an older revision is looked at. */
  readonly latest: boolean;
}

/** The answer in one glance: the score, what follows from it, and what to know about both. */
export function AssessmentVerdict({ assessment, latest }: AssessmentVerdictProps): ReactNode {
  const { disposition, effective, risk_level } = assessment;
  return (
    <div className="stack">
      <section className="panel verdict" aria-label="Verdict">
        <p className={`figure ${levelTone[risk_level]}`}>
          <span className="number">{score(assessment.risk_score)}&#8239;%</span>
          <span className="figure-unit">probability of fraud, {risk_level} risk</span>
        </p>
        <div className="stack-tight">
          <p className="row">
            <Badge tone={dispositionTone[disposition.action]}>{dispositionWords[disposition.action]}</Badge>
            <span>
              {causeWords[disposition.reason] ?? words(disposition.reason)}
              {disposition.rule_label === null ? null : <strong>: {disposition.rule_label}</strong>}
            </span>
            {assessment.actions.map(({ type, rule_label, value }) => (
              <Badge key={`${type} ${rule_label}`}>
                {words(type)}
                {value === null ? '' : `: ${value}`}
              </Badge>
            ))}
          </p>
          <p className="muted">
            In force: {dispositionWords[effective.action].toLowerCase()}, by the {effective.by},{' '}
            <Time at={effective.at} />
          </p>
        </div>
      </section>
      {latest ? null : (
        <Note title={`This is revision ${assessment.revision}`}>
          <p>The pledge was scored anew afterwards; the history below leads to the latest.</p>
        </Note>
      )}
      {assessment.degraded.length === 0 ? null : (
        <Note tone="warn" title="Scored without everything">
          <p>
            Missing: {assessment.degraded.map(words).join(', ')}. What stood on it is unknown here, neither good nor
            bad.
          </p>
        </Note>
      )}
      {assessment.late ? (
        <Note title="Scored late">
          <p>It came more than a minute after its own time, so its windows end there and it was not rejected.</p>
        </Note>
      ) : null}
      {assessment.live ? null : (
        <Note title="Test">
          <p>A test key sent it: it stays out of everything live.</p>
        </Note>
      )}
    </div>
  );
}

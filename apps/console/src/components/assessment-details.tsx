import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Assessment } from '#libs/contracts';
import { score, words } from '../format.js';
import { historyAddress, inSentence } from '../history-words.js';
import { withQuery } from '../http.js';
import { baseMoney, isCompanyCurrency, money } from '../money.js';
import { actionTone, ruleOutcomeWords } from '../risk-words.js';
import { Badge } from './badge.js';
import { Time } from './time.js';

/** What was scored and with what: entities, families, rules, warnings, features, versions. */
export function AssessmentDetails({ assessment }: { readonly assessment: Assessment }): ReactNode {
  return (
    <>
      <Pledge assessment={assessment} />
      <Families subscores={assessment.subscores} />
      <Rules rules={assessment.rules} />
      <Warnings warnings={assessment.warnings} />
      <section className="panel">
        <details>
          <summary>Features</summary>
          <dl className="facts facts-long">
            {Object.entries(assessment.features).map(([name, value]) => (
              <Fact key={name} name={name}>
                {value === null ? <span className="muted">unknown</span> : String(value)}
              </Fact>
            ))}
          </dl>
        </details>
        <details>
          <summary>Versions</summary>
          <dl className="facts facts-long">
            {Object.entries(assessment.versions).map(([name, value]) => (
              <Fact key={name} name={name}>
                {value === null ? <span className="muted">none</span> : <code>{value}</code>}
              </Fact>
            ))}
          </dl>
        </details>
      </section>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{words(name)}</dt>
      <dd className="number">{children}</dd>
    </>
  );
}

function Pledge({ assessment }: { readonly assessment: Assessment }): ReactNode {
  const { project_id: project, backer_id: backer, card, ip, base_amount: base } = assessment;
  return (
    <section className="panel" aria-labelledby="pledge">
      <h2 id="pledge">Pledge</h2>
      <dl className="facts">
        <Fact name="amount">
          {money(assessment.amount, assessment.currency)}
          {base === null || isCompanyCurrency(assessment.currency) ? null : (
            <span className="muted"> ({baseMoney(base)})</span>
          )}
        </Fact>
        <Fact name="scored">
          <Time at={assessment.as_of} />
        </Fact>
        <Fact name="cause">{words(assessment.cause)}</Fact>
        {(
          [
            ['project', project],
            ['backer', backer],
            ['card', card],
            ['ip', ip],
          ] as const
        ).map(([name, value]) => (
          <Fact key={name} name={name}>
            {value === null ? (
              <span className="muted">unknown</span>
            ) : (
              <>
                <Link to={withQuery('/assessments', { [name]: value })} title={`All assessments with this ${name}`}>
                  {value}
                </Link>{' '}
                <Link
                  className="small"
                  to={historyAddress(name, value)}
                  aria-label={`History of this ${inSentence(name)}`}
                >
                  History
                </Link>
              </>
            )}
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Families({ subscores }: Pick<Assessment, 'subscores'>): ReactNode {
  const families = Object.entries(subscores).toSorted(([, one], [, other]) => other - one);
  if (families.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="families">
      <h2 id="families">By family</h2>
      <p className="small muted">The score, had only this family been known.</p>
      <dl className="facts">
        {families.map(([family, value]) => (
          <Fact key={family} name={family}>
            {score(value)}&#8239;%
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Rules({ rules }: Pick<Assessment, 'rules'>): ReactNode {
  if (rules.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="rules">
      <h2 id="rules">Rules</h2>
      <ul className="plain-list">
        {rules.map(({ id, version, label, action, outcome }) => (
          <li key={id}>
            {label}
            <div className="row">
              <Badge tone={outcome === 'fired' ? actionTone(action) : 'plain'}>
                {ruleOutcomeWords(outcome, action)}
              </Badge>
              <small className="muted">version {version}</small>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Warnings({ warnings }: Pick<Assessment, 'warnings'>): ReactNode {
  if (warnings.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="warnings">
      <h2 id="warnings">Warnings about the request</h2>
      <ul className="plain-list">
        {warnings.map(({ code, warning, input_pointer }) => (
          <li key={`${code} ${input_pointer}`}>
            <code>{input_pointer}</code>
            <div>{warning}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

import type { ReactNode } from 'react';
import type { Outcomes } from '../api.js';
import { words } from '../format.js';
import { money } from '../money.js';
import { labelTone, labelWords, outcomeTone, outcomeWords } from '../risk-words.js';
import { useLoad } from '../use-load.js';
import { Badge } from './badge.js';
import { LoadedView } from './loaded-view.js';
import { Time } from './time.js';

/** What happened to the pledge after it was scored, and what it turned out to be: the score's own examination. */
export function OutcomePanel({ pledge }: { readonly pledge: string }): ReactNode {
  const loaded = useLoad<Outcomes>(`/v1/pledges/${encodeURIComponent(pledge)}/outcomes`);
  return (
    <section className="panel" aria-labelledby="outcomes">
      <h2 id="outcomes">What became of it</h2>
      <LoadedView from={loaded} what="its outcomes">
        {({ outcomes, labels }) => (
          <>
            <Labels labels={labels} />
            {outcomes.length === 0 ? <NoOutcome /> : <OutcomeList outcomes={outcomes} />}
          </>
        )}
      </LoadedView>
    </section>
  );
}

function Labels({ labels }: Pick<Outcomes, 'labels'>): ReactNode {
  if (labels.length === 0) return null;
  return (
    <ul className="plain-list">
      {labels.map(({ label, source, known_at }) => (
        <li key={`${label} ${source}`}>
          <Badge tone={labelTone[label]}>{labelWords[label]}</Badge>{' '}
          <small className="muted">
            known since <Time at={known_at} />
          </small>
        </li>
      ))}
    </ul>
  );
}

function OutcomeList({ outcomes }: Pick<Outcomes, 'outcomes'>): ReactNode {
  return (
    <ol className="plain-list">
      {outcomes.map((outcome) => (
        <li key={outcome.id}>
          <div className="row">
            <Badge tone={outcomeTone[outcome.kind]}>{outcomeWords[outcome.kind]}</Badge>
            {outcome.amount === null || outcome.currency === null ? null : (
              <span className="number">{money(outcome.amount, outcome.currency)}</span>
            )}
          </div>
          <small className="muted">
            <Time at={outcome.occurred_at} />
            {detailsOf(outcome).map((text) => `, ${text}`)}
          </small>
        </li>
      ))}
    </ol>
  );
}

function detailsOf({ category, reason_code, won }: Outcomes['outcomes'][number]): readonly string[] {
  return [
    ...(category === null ? [] : [words(category).toLowerCase()]),
    ...(reason_code === null ? [] : [`reason ${words(reason_code).toLowerCase()}`]),
    ...(won === null ? [] : [won ? 'contested and won' : 'contested and lost']),
  ];
}

function NoOutcome(): ReactNode {
  return (
    <p className="small muted">
      Nothing is known yet. Outcomes come by <code>POST /v1/pledges/…/outcomes</code> or an import; a charge-back for
      fraud becomes a label, and rules and scores are judged by labels.
    </p>
  );
}

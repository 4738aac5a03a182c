import type { ReactNode } from 'react';
import type { PlanStanding } from '#libs/contracts';
import { calendarDay, change, decimal, integer, pValue, wholePercent, words } from '../format.js';
import {
  decisionTone,
  decisionWords,
  guardrailTone,
  lastDay,
  lookKindWords,
  lookRows,
  procedureWords,
  type LookRow,
} from '../plan-words.js';
import { verdictTone, verdictWords } from '../readout.js';
import { Badge } from './badge.js';
import { DataTable, type Column } from './data-table.js';
import { LookPlot } from './look-plot.js';
import { LookWaitNote } from './look-wait-note.js';
import { Text } from './text.js';

interface PlanPanelProps {
  readonly plan: PlanStanding;
  /** People have decided: what the plan would have had them do next is no advice any more. */
  readonly isDecided?: boolean;
}

/** What the plan says now: the rule's word and why, how far it is, its looks as they were seen, and its guardrails. */
export function PlanPanel({ plan, isDecided = false }: PlanPanelProps): ReactNode {
  const { decision, guardrails } = plan;
  return (
    <section className="panel" aria-labelledby="plan">
      <div className="panel-head">
        <h2 id="plan">{isDecided ? 'The plan’s word until it was decided' : 'The plan’s word'}</h2>
        <Badge tone={decisionTone[decision.kind]}>
          {decisionWords[decision.kind]}
          {decision.variant === null ? null : ` ${decision.variant}`}
        </Badge>
      </div>
      <p>
        <Text>{decision.why}</Text>
      </p>
      <dl className="figures">
        {plan.standing.map(({ variant, fraction }) => (
          <div key={variant}>
            <dt>{plan.standing.length > 1 ? `Information, ${variant}` : 'Information so far'}</dt>
            <dd className="number">{wholePercent(Math.min(fraction, 9.99))}</dd>
          </div>
        ))}
        <Powers plan={plan} />
        {isDecided || plan.days_left === null ? null : (
          <div>
            <dt>Days left</dt>
            <dd className="number">{integer(plan.days_left)}</dd>
          </div>
        )}
        {isDecided || plan.next_look_at === null ? null : (
          <div>
            <dt>Next look</dt>
            <dd>{calendarDay(plan.next_look_at.slice(0, 10))}</dd>
          </div>
        )}
      </dl>
      {plan.waits === undefined ? null : <LookWaitNote wait={plan.waits} />}
      <LookPlot plan={plan} />
      {plan.looks.length === 0 ? (
        <p className="small muted">No look has been taken. {procedureWords[plan.procedure]}.</p>
      ) : (
        <DataTable
          caption={`Looks; ${procedureWords[plan.procedure].toLowerCase()}`}
          captionShown
          rows={lookRows(plan)}
          keyOf={({ look, variant }) => `${look.number} ${variant ?? ''}`}
          columns={lookColumns}
        />
      )}
      {guardrails.length === 0 ? null : (
        <DataTable
          caption="Guardrails: that the loss is under the margin has to be shown"
          captionShown
          rows={guardrails}
          keyOf={({ metric, variant }) => `${metric} ${variant}`}
          columns={guardrailColumns}
        />
      )}
    </section>
  );
}

/** Of the treatment that is nearest to its end. */
function Powers({ plan }: { readonly plan: PlanStanding }): ReactNode {
  const [first] = plan.standing;
  if (first === undefined || first.power_minimum_effect === null) return null;
  return (
    <div>
      <dt>Power from here</dt>
      <dd className="number">{wholePercent(first.power_minimum_effect)}</dd>
    </div>
  );
}

const lookColumns: readonly Column<LookRow>[] = [
  {
    name: 'Look',
    heading: true,
    cell: ({ look }) => (
      <>
        {lookKindWords[look.kind]}
        <small className="muted baseline">through {calendarDay(lastDay(look.data_through))}</small>
        {look.late === true ? <small className="muted baseline">without all of its data</small> : null}
      </>
    ),
  },
  {
    name: 'Variant',
    isLast: ({ comparison }) => comparison === undefined,
    cell: ({ comparison, variant, why, look }) =>
      comparison === undefined ? (
        <>
          {variant}
          <span className="muted why">{why}</span>
        </>
      ) : (
        <>
          {variant}
          {look.reason === null ? null : <small className="muted baseline">{look.reason}</small>}
        </>
      ),
  },
  { name: 'Information', number: true, cell: ({ comparison }) => comparison && wholePercent(comparison.fraction) },
  {
    name: 'z and bound',
    number: true,
    cell: ({ comparison }) =>
      comparison === undefined || comparison.statistic === null ? null : (
        <>
          <strong>{decimal(comparison.statistic)}</strong>
          <span className="interval">{comparison.bound === null ? 'no bound' : `± ${decimal(comparison.bound)}`}</span>
        </>
      ),
  },
  { name: 'Relative effect', number: true, cell: ({ comparison }) => comparison && relativeText(comparison) },
  {
    name: 'Verdict',
    cell: ({ comparison }) => {
      const verdict = comparison?.verdict ?? 'none';
      return (
        <>
          <Badge tone={verdictTone[verdict]}>{verdictWords[verdict]}</Badge>
          {comparison?.p_value == null ? null : <span className="interval">p {pValue(comparison.p_value)}</span>}
        </>
      );
    },
  },
];

function relativeText({ relative, posterior }: NonNullable<LookRow['comparison']>): ReactNode {
  const shown = relative ?? posterior;
  if (shown === null || shown.kind === 'insufficient_data') return null;
  return (
    <>
      <strong>{change(shown.estimate)}</strong>
      <span className="interval">
        {shown.kind === 'unbounded'
          ? 'unbounded'
          : `${change(shown.interval.lower)} to ${change(shown.interval.upper)}`}
      </span>
    </>
  );
}

const guardrailColumns: readonly Column<PlanStanding['guardrails'][number]>[] = [
  { name: 'Metric', heading: true, cell: ({ metric }) => words(metric) },
  { name: 'Variant', cell: ({ variant }) => variant },
  {
    name: 'Margin',
    number: true,
    cell: ({ margin }) => (margin.kind === 'relative' ? wholePercent(margin.value) : integer(margin.value)),
  },
  {
    name: 'Verdict',
    cell: ({ verdict, detail }) => (
      <>
        <Badge tone={guardrailTone[verdict]}>{words(verdict)}</Badge>
        {detail === null ? null : <small className="muted why">{detail}</small>}
      </>
    ),
  },
  { name: 'p held', number: true, cell: ({ p_held: p }) => (p === null ? null : pValue(p)) },
  { name: 'p broken', number: true, cell: ({ p_broken: p }) => (p === null ? null : pValue(p)) },
];

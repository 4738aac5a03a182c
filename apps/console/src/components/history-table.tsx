import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { HistoryItem } from '#libs/contracts';
import { score, words } from '../format.js';
import { historyAddress, kindWords, outcomeOf } from '../history-words.js';
import { money } from '../money.js';
import { dispositionTone, dispositionWords } from '../risk-words.js';
import { useRowKeys } from '../row-keys.js';
import { Badge } from './badge.js';
import { Breakable } from './breakable.js';
import { DataTable, type Column } from './data-table.js';
import { Time } from './time.js';

interface HistoryTableProps {
  readonly items: readonly HistoryItem[];
  /** Of the page that it stands on. */
  readonly address: string;
}

/** What happened, the newest first. Each item opens to its properties. */
export function HistoryTable({ items, address }: HistoryTableProps): ReactNode {
  const ids = useMemo(() => items.map(({ id }) => id), [items]);
  useRowKeys(address, ids);
  return <DataTable caption="What happened" kind="list" rows={items} keyOf={({ id }) => id} columns={columns} />;
}

const columns: readonly Column<HistoryItem>[] = [
  { name: 'What', heading: true, cell: (item) => <What item={item} /> },
  { name: 'When', nowrap: true, cell: ({ time }) => <Time at={time} as="second" /> },
  {
    name: 'Who',
    cell: (item) => (
      <>
        <Who item={item} />
        <From item={item} />
      </>
    ),
  },
  { name: 'About', unnamed: true, cell: (item) => <About item={item} /> },
];

function What({ item }: { readonly item: HistoryItem }): ReactNode {
  const properties = Object.entries(item.properties);
  const outcome = outcomeOf(item);
  return (
    <details>
      <summary data-row={item.id}>
        <Breakable name={item.name} />
        {outcome === undefined ? null : <>: {words(outcome).toLowerCase()}</>}
      </summary>
      <p className="small muted">
        {kindWords[item.kind]} of {item.source}
        {item.reasons.length === 0 ? '' : `: ${item.reasons.map((code) => words(code.toLowerCase())).join(', ')}`}
      </p>
      <ul className="plain-list small properties">
        {properties.map(([name, value]) => (
          <li key={name} className="value">
            <span className="muted">{name}</span> {typeof value === 'string' ? value : value.join(', ')}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Who({ item: { backer, distinct_id } }: { readonly item: HistoryItem }): ReactNode {
  if (backer !== null) return <Link to={historyAddress('backer', backer)}>{backer}</Link>;
  return distinct_id === null ? (
    <span className="muted">unknown</span>
  ) : (
    <Link to={historyAddress('visitor', distinct_id)}>{distinct_id}</Link>
  );
}

function From({ item: { ip, country } }: { readonly item: HistoryItem }): ReactNode {
  if (ip === null && country === null) return null;
  return (
    <div className="small">
      {ip === null ? null : (
        <Link className="value" to={historyAddress('ip', ip)}>
          {ip}
        </Link>
      )}{' '}
      <span className="muted">{country}</span>
    </div>
  );
}

function About({ item }: { readonly item: HistoryItem }): ReactNode {
  const { pledge, project, amount, currency, disposition, risk_score: risk, category } = item;
  const action = (['accept', 'manual_review', 'reject'] as const).find((one) => one === disposition);
  return (
    <span className="row">
      {action === undefined ? null : <Badge tone={dispositionTone[action]}>{dispositionWords[action]}</Badge>}
      {risk === null ? null : <span className="number">{score(risk)}&#8239;%</span>}
      {category === null ? null : <Badge tone="warn">{words(category)}</Badge>}
      {amount === null || currency === null ? null : <span className="number">{money(amount, currency)}</span>}
      {pledge !== null ? <Link to={`/pledges/${encodeURIComponent(pledge)}`}>{pledge}</Link> : null}
      {pledge === null && project !== null ? <Link to={historyAddress('project', project)}>{project}</Link> : null}
    </span>
  );
}

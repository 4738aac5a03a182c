import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { integer, words } from '../format.js';
import { CodeBlock } from './code-block.js';
import { Id } from './id.js';
import { Time } from './time.js';

type Plain = string | number | boolean | null;

interface ValuesProps {
  readonly value: unknown;
  readonly label: string;
}

/** What a job was asked or answered: names with their values, or its JSON where it is more than that. */
export function Values({ value, label }: ValuesProps): ReactNode {
  const fields = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (JSON.stringify(value) === '{}') return <p className="muted">Nothing: its name says it all.</p>;
  if (fields.length === 0 || !fields.every(([, one]) => isPlain(one)))
    return <CodeBlock text={JSON.stringify(value, null, 2)} label={label} />;
  return (
    <dl className="facts">
      {fields.map(([name, one]) => (
        <div key={name} className="contents">
          <dt>{words(name)}</dt>
          <dd className="number">{textOf(name, one as Plain)}</dd>
        </div>
      ))}
    </dl>
  );
}

const isPlain = (value: unknown): value is Plain =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

const isInstant = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/;

function textOf(name: string, value: Plain): ReactNode {
  if (value === null) return <span className="muted">none</span>;
  if (typeof value === 'number') return Number.isInteger(value) ? integer(value) : String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (name === 'experiment_key') return <Link to={`/experiments/${encodeURIComponent(value)}`}>{value}</Link>;
  if (isInstant.test(value)) return <Time at={value} />;
  return name.endsWith('id') ? <Id value={value} /> : value;
}

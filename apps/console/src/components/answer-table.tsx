import { useState, type ReactNode } from 'react';
import type { RunRows } from '#libs/contracts';
import { answerText, areDays } from '../answer-text.js';
import { integer } from '../format.js';
import { DataTable, type Column } from './data-table.js';

const step = 100;

type Row = RunRows['rows'][number];

/** The rows as the warehouse gave them: no digit is rounded, nothing is translated, and times stay in UTC. */
export function AnswerTable({ answer }: { readonly answer: RunRows }): ReactNode {
  const [shown, setShown] = useState(step);
  const rows = answer.rows.slice(0, shown);
  const keys = new Map(rows.map((row, index) => [row, index]));
  if (answer.rows.length === 0) return <p className="muted">No row: nothing is as the SQL asks for.</p>;
  return (
    <div className="answer stack-tight">
      <DataTable caption="Answer" rows={rows} keyOf={(row) => keys.get(row) ?? 0} columns={columnsOf(answer)} />
      {answer.rows.length <= shown ? null : (
        <div className="row">
          <button type="button" onClick={() => setShown(shown + step)}>
            Show more
          </button>
          <span className="small muted number">
            {integer(shown)} of {integer(answer.rows.length)} rows are shown
          </span>
        </div>
      )}
    </div>
  );
}

function columnsOf({ columns, rows }: RunRows): readonly Column<Row>[] {
  const days = columns.map((_, index) => areDays(rows.map((row) => row[index])));
  return columns.map((name, index) => ({
    // Two columns of an answer may have one name.
    name: columns.indexOf(name) === index ? name : `${name} (${index + 1})`,
    heading: index === 0,
    number: rows.every((row) => row[index] === null || typeof row[index] === 'number'),
    cell: (row) => <CellValue value={row[index]} isDay={days[index] ?? false} />,
  }));
}

/** A number, a date, a name: broken into lines it would be read as another one. */
const isShort = (text: string): boolean => text.length <= 24 && !text.includes('\n');

function CellValue({ value, isDay }: { readonly value: unknown; readonly isDay: boolean }): ReactNode {
  if (value === null || value === undefined) return <span className="muted">null</span>;
  const text = answerText(value, isDay);
  return <span className={isShort(text) ? 'nowrap' : 'value'}>{text}</span>;
}

import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Question } from '../api.js';
import { useRowKeys } from '../row-keys.js';
import { isOverdue } from '../run-words.js';
import { useNow } from '../use-now.js';
import { Badge } from './badge.js';
import { DataTable, type Column } from './data-table.js';
import { Day } from './day.js';
import { RunBadge } from './run-badge.js';
import { Time } from './time.js';

interface QuestionTableProps {
  readonly questions: readonly Question[];
  readonly address: string;
}

export function QuestionTable({ questions, address }: QuestionTableProps): ReactNode {
  const now = useNow(null);
  const ids = useMemo(() => questions.map(({ id }) => id), [questions]);
  useRowKeys(address, ids);
  return <DataTable caption="Questions" kind="list" rows={questions} keyOf={({ id }) => id} columns={columnsAt(now)} />;
}

const columnsAt = (now: number): readonly Column<Question>[] => [
  {
    name: 'Question',
    heading: true,
    cell: ({ id, title, question }) => (
      <>
        <Link to={`/questions/${id}`} data-row={id}>
          {title}
        </Link>
        <div className="small muted clamp">{question}</div>
      </>
    ),
  },
  {
    name: 'Needed by',
    nowrap: true,
    cell: (question) => (
      <span className="row">
        <Day on={question.needed_by} />
        {isOverdue(question, now) ? <Badge tone="warn">Overdue</Badge> : null}
      </span>
    ),
  },
  {
    name: 'Last answer',
    nowrap: true,
    cell: ({ last_run: run }) =>
      run === null ? (
        <span className="muted">Never asked</span>
      ) : (
        <span className="row">
          <RunBadge state={run.state} />
          <small className="muted">
            <Time at={run.at} as="ago" />
          </small>
        </span>
      ),
  },
  { name: 'Kept by', cell: ({ created_by }) => created_by },
];

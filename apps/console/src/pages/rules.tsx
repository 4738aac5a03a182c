import type { ReactNode } from 'react';
import type { RuleView } from '#libs/contracts';
import type { Json } from '../api.js';
import { Badge, type Tone } from '../components/badge.js';
import { CodeBlock } from '../components/code-block.js';
import { DataTable, type Column } from '../components/data-table.js';
import { Empty } from '../components/empty.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { Time } from '../components/time.js';
import { signed, words } from '../format.js';
import { actionWords } from '../risk-words.js';
import { useLoad } from '../use-load.js';

type Rule = Json<RuleView>;

const stateTone: Readonly<Record<Rule['state'], Tone>> = {
  live: 'good',
  shadow: 'plain',
  draft: 'plain',
  retired: 'plain',
};

export function RulesPage(): ReactNode {
  const loaded = useLoad<{ readonly rules: readonly Rule[] }>('/v1/rules');
  return (
    <Page
      title="Rules"
      lead={<p>What is checked on each pledge beside the score. Rules are changed over the HTTP API by an admin.</p>}
    >
      <LoadedView from={loaded} what="rules">
        {({ rules }) => (rules.length === 0 ? <NoRules /> : <RuleTable rules={rules} />)}
      </LoadedView>
    </Page>
  );
}

function RuleTable({ rules }: { readonly rules: readonly Rule[] }): ReactNode {
  return <DataTable caption="Rules" kind="list" rows={rules} keyOf={({ id }) => id} columns={columns} />;
}

const columns: readonly Column<Rule>[] = [
  {
    name: 'Rule',
    heading: true,
    cell: ({ label, expression }) => (
      <>
        {label}
        <div>
          <code className="expression">{expression}</code>
        </div>
      </>
    ),
  },
  {
    name: 'Action',
    nowrap: true,
    unnamed: true,
    cell: ({ action, value }) => (
      <>
        {actionWords(action)}{' '}
        {value === null ? null : (
          <span className="muted number">{typeof value === 'number' ? signed(value) : value}</span>
        )}
      </>
    ),
  },
  {
    name: 'State',
    nowrap: true,
    unnamed: true,
    cell: ({ state, version }) => (
      <>
        <Badge tone={stateTone[state]}>{words(state)}</Badge> <small className="muted">version {version}</small>
      </>
    ),
  },
  { name: 'Created', nowrap: true, cell: ({ created_at }) => <Time at={created_at} /> },
];

const curl = (origin: string): string => `curl ${origin}/v1/rules \\
  -H "authorization: Bearer $VERDICT_KEY" \\
  -H 'content-type: application/json' \\
  -d '{
    "label": "Many cards on one device",
    "expression": "device_cards_24h >= 5",
    "action": "reject"
  }'`;

function NoRules(): ReactNode {
  return (
    <Empty title="No rule yet">
      <p>
        Without rules the score&rsquo;s thresholds decide alone. A rule is a CEL expression over the features of a
        pledge with an action; it begins as a draft that does nothing:
      </p>
      <CodeBlock text={curl(location.origin)} label="The request that makes a first rule" />
      <p>
        <code>POST /v1/rules/…/live</code> puts it in force. With <code>npm start</code> a first set is there from the
        beginning.
      </p>
    </Empty>
  );
}

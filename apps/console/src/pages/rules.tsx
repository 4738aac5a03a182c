import type { ReactNode } from 'react';
import type { RuleView } from '#libs/contracts';
import type { Json } from '../api.js';
import { Badge, type Tone } from '../components/badge.js';
import { Empty } from '../components/empty.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { Scroll } from '../components/scroll.js';
import { signed, words } from '../format.js';
import { useLoad } from '../use-load.js';

type Rule = Json<RuleView>;

const stateTone: Readonly<Record<Rule['state'], Tone>> = { live: 'good', draft: 'info', retired: 'plain' };

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
  return (
    <Scroll label="Rules">
      <table className="list">
        <thead>
          <tr>
            <th>Rule</th>
            <th>Expression</th>
            <th>Action</th>
            <th>State</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ id, label, expression, action, value, state, version }) => (
            <tr key={id}>
              <td>{label}</td>
              <td>
                <code className="expression">{expression}</code>
              </td>
              <td className="nowrap">
                {words(action)}{' '}
                {value === null ? null : (
                  <span className="muted number">{typeof value === 'number' ? signed(value) : value}</span>
                )}
              </td>
              <td className="nowrap">
                <Badge tone={stateTone[state]}>{words(state)}</Badge> <small className="muted">v{version}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function NoRules(): ReactNode {
  return (
    <Empty title="No rule yet">
      <p>
        Without rules the score&rsquo;s thresholds decide alone. A rule is a CEL expression over the features of a
        pledge, such as <code>card_is_prepaid &amp;&amp; base_amount &gt; 50000.0</code>, with an action.
      </p>
    </Empty>
  );
}

import type { ReactNode } from 'react';
import type { FlagContent, FlagRule } from '#libs/contracts';
import { ruleWords } from '../flag-words.js';
import { wholePercent } from '../format.js';
import { Text } from './text.js';
import { Time } from './time.js';

interface FlagContentProps {
  readonly id: string;
  readonly title: string;
  readonly content: FlagContent;
}

/** The rules in their order, in words: the first that gives a value decides. */
export function FlagContentPanel({ id, title, content }: FlagContentProps): ReactNode {
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {content.archived ? <p>Archived: everybody gets the default.</p> : null}
      <ol>
        {content.rules.map((rule) => (
          <li key={rule.id}>
            <code>{rule.id}</code>{' '}
            <span className="expression">
              <Text>{ruleWords(rule)}</Text>
            </span>
            {rule.description === undefined ? null : <div className="small muted">{rule.description}</div>}
            <Ramp rule={rule} />
          </li>
        ))}
      </ol>
      <p>
        {content.rules.length === 0 ? 'Everybody' : 'Everybody else'} gets{' '}
        <code className="value">{JSON.stringify(content.default_value)}</code>.
      </p>
    </section>
  );
}

function Ramp({ rule }: { readonly rule: FlagRule }): ReactNode {
  if (rule.kind !== 'rollout' || rule.ramp === undefined) return null;
  return (
    <ul className="plain-list small">
      {rule.ramp.map(({ at, coverage }) => (
        <li key={at}>
          from <Time at={at} />: <span className="number">{wholePercent(coverage)}</span>
        </li>
      ))}
    </ul>
  );
}

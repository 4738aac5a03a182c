import type { ReactNode } from 'react';
import type { FlagContent, FlagRule } from '#libs/contracts';
import { ruleWords } from '../flag-words.js';
import { wholePercent } from '../format.js';
import { shareAt } from '../ramp-input.js';
import { useNow } from '../use-now.js';
import { Time } from './time.js';

interface FlagContentProps {
  readonly id: string;
  readonly title: string;
  readonly content: FlagContent;
}

/** The rules in their order, in words: the first that gives a value decides. */
export function FlagContentPanel({ id, title, content }: FlagContentProps): ReactNode {
  const now = useNow(30_000);
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {content.archived ? <p>Archived: everybody gets the default.</p> : null}
      <ol>
        {content.rules.map((rule) => (
          <li key={rule.id}>
            <code>{rule.id}</code> <span className="expression">{ruleWords(rule, now)}</span>
            {rule.description === undefined ? null : <div className="small muted">{rule.description}</div>}
            <Ramp rule={rule} now={now} />
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

/** What is next, and all of it from its beginning on. */
function Ramp({ rule, now }: { readonly rule: FlagRule; readonly now: number }): ReactNode {
  if (rule.kind !== 'rollout' || rule.ramp === undefined) return null;
  const { next } = shareAt(rule, now);
  return (
    <>
      <div>
        {next === null ? (
          'Its ramp has ended.'
        ) : (
          <>
            Next: <span className="number">{wholePercent(next.coverage)}</span> from <Time at={next.at} /> on.
          </>
        )}
      </div>
      <ul className="plain-list small">
        <li>
          at first: <span className="number">{wholePercent(rule.coverage)}</span>
        </li>
        {rule.ramp.map(({ at, coverage }) => (
          <li key={at}>
            from <Time at={at} />: <span className="number">{wholePercent(coverage)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

import { useState, type ReactNode } from 'react';
import type { FlagRule, FlagView } from '#libs/contracts';
import { useSession } from '../session.js';
import { Field } from './field.js';
import { RampForm } from './ramp-form.js';

interface RampPanelProps {
  readonly flag: FlagView;
  readonly onDone: () => void;
}

const isRollout = (rule: FlagRule): rule is Extract<FlagRule, { kind: 'rollout' }> => rule.kind === 'rollout';

/** The shares of a rollout over time, for who may change them; nothing for a flag without rollouts. */
export function RampPanel({ flag, onDone }: RampPanelProps): ReactNode {
  const { may } = useSession();
  const rules = (flag.draft ?? flag.published)?.rules ?? [];
  const rollouts = rules.filter(isRollout);
  const [chosen, choose] = useState<string>();
  const rollout = rollouts.find(({ id }) => id === chosen) ?? rollouts[0];
  if (rollout === undefined || !may('flags:write')) return null;
  return (
    <section className="panel" aria-labelledby="ramp">
      <h2 id="ramp">Ramp</h2>
      <div className="stack">
        {rollouts.length === 1 ? (
          <p>
            The share of the rollout <code>{rollout.id}</code>, from each time on.
          </p>
        ) : (
          <Field label="Rollout">
            {(control) => (
              <select {...control} value={rollout.id} onChange={({ target }) => choose(target.value)}>
                {rollouts.map(({ id }) => (
                  <option key={id}>{id}</option>
                ))}
              </select>
            )}
          </Field>
        )}
        <RampForm key={rollout.id} flag={flag} rules={rules} rollout={rollout} onDone={onDone} />
      </div>
    </section>
  );
}

import type { ReactNode } from 'react';
import type { ScheduledStep } from '#libs/contracts';
import { words } from '../format.js';
import { Badge, type Tone } from './badge.js';
import { Text } from './text.js';
import { Time } from './time.js';

const tones: Readonly<Record<ScheduledStep['state'], Tone>> = {
  pending: 'plain',
  done: 'good',
  failed: 'bad',
  cancelled: 'plain',
};

interface SchedulePanelProps {
  readonly steps: readonly ScheduledStep[];
  /** Where somebody may change it. */
  readonly form?: ReactNode;
}

/** So many steps that are over stand open. */
const shown = 3;

/**
 * What is to happen by the clock, where it can be said, and below it what became of what was; nothing where neither is
 * and nobody may say.
 */
export function SchedulePanel({ steps, form = null }: SchedulePanelProps): ReactNode {
  if (steps.length === 0 && form === null) return null;
  const coming = steps.filter(({ state }) => state === 'pending');
  const over = steps.filter(({ state }) => state !== 'pending');
  return (
    <section className="panel" aria-labelledby="schedule">
      <h2 id="schedule">Schedule</h2>
      <div className="stack">
        {coming.length > 0 ? null : <p className="muted">Nothing happens by the clock: each step is taken by hand.</p>}
        {form}
        {coming.length === 0 ? null : <Steps steps={coming} />}
        {over.length === 0 ? null : over.length <= shown ? (
          <Steps steps={over} />
        ) : (
          <details>
            <summary>What became of {over.length} steps</summary>
            <Steps steps={over} />
          </details>
        )}
      </div>
    </section>
  );
}

function Steps({ steps }: Pick<SchedulePanelProps, 'steps'>): ReactNode {
  return (
    <ul className="plain-list">
      {steps.map(({ id, action, at, state, note, scheduled_by, error }) => (
        <li key={id}>
          {words(action)} <Time at={at} /> <Badge tone={tones[state]}>{words(state)}</Badge>
          <div className="small muted">by {scheduled_by.name}</div>
          {note === null ? null : <div className="small muted">{note}</div>}
          {error === null ? null : (
            <div className="small">
              <Text>{error}</Text>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

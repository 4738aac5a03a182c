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

/** What is to happen by the clock, and what became of what was; nothing where neither is and nobody may say. */
export function SchedulePanel({ steps, form = null }: SchedulePanelProps): ReactNode {
  if (steps.length === 0 && form === null) return null;
  return (
    <section className="panel" aria-labelledby="schedule">
      <h2 id="schedule">Schedule</h2>
      <div className="stack">
        {steps.length === 0 ? (
          <p className="muted">Nothing happens by the clock: each step is taken by hand.</p>
        ) : (
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
        )}
        {form}
      </div>
    </section>
  );
}

import type { ReactNode } from 'react';
import type { ExperimentDetail } from '#libs/contracts';
import { actionWords } from '../action-words.js';
import { useSession } from '../session.js';
import { ScheduleForm } from './schedule-form.js';
import { SchedulePanel } from './schedule-panel.js';

interface ExperimentScheduleProps {
  readonly experiment: ExperimentDetail;
  readonly onDone: () => void;
}

const life = ['start', 'close', 'stop'] as const;

/** When the experiment starts, closes and stops by the clock; a form for what is still to come. */
export function ExperimentSchedule({ experiment, onDone }: ExperimentScheduleProps): ReactNode {
  const { may } = useSession();
  const { actions, key, schedule } = experiment;
  // A draft can do all of it in its turn.
  const open = life.filter((action) => actions.includes('start') || actions.includes(action));
  const times = open.map((action) => ({
    name: `${action}_at`,
    label: actionWords[action].name,
    at: schedule.find((step) => step.state === 'pending' && step.action === action)?.at ?? null,
  }));
  const form =
    times.length === 0 || !may('experiments:write') ? null : (
      <ScheduleForm path={`/v1/experiments/${encodeURIComponent(key)}/schedule`} times={times} onDone={onDone} />
    );
  return <SchedulePanel steps={schedule} form={form} />;
}

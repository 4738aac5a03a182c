import type { ReactNode } from 'react';
import type { FlagScheduleView, FlagView } from '#libs/contracts';
import { useSession } from '../session.js';
import { ScheduleForm } from './schedule-form.js';
import { SchedulePanel } from './schedule-panel.js';

interface FlagScheduleProps {
  readonly flag: FlagView;
  readonly schedule: FlagScheduleView;
  readonly onDone: () => void;
}

/** When the draft is published by the clock; a form where there is one. */
export function FlagSchedule({ flag, schedule, onDone }: FlagScheduleProps): ReactNode {
  const { may } = useSession();
  const at = schedule.publish_at;
  const form =
    flag.draft === null || !may('flags:write') ? null : (
      <ScheduleForm
        path={`/v1/flags/${encodeURIComponent(flag.key)}/schedule`}
        times={[{ name: 'publish_at', label: 'Publish the draft', at }]}
        onDone={onDone}
      />
    );
  return <SchedulePanel steps={schedule.steps} form={form} />;
}

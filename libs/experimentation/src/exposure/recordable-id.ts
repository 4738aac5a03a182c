import { eventLimits } from '#libs/contracts';
import { checkText } from '#libs/events';

/** Whether `judgeExposure` takes it for a unit's id. Lists, objects and long text are hashed all the same. */
export function isRecordable(id: unknown): boolean {
  if (typeof id === 'number') return Number.isFinite(id) && checkText(String(id), '') === undefined;
  if (typeof id !== 'string' || id.length === 0 || id.length > eventLimits.identifier) return false;
  return checkText(id, '') === undefined;
}

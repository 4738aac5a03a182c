import type { RunState } from '#libs/contracts';

export function runState(answeredAt: Date | null, error: string | null): RunState {
  if (answeredAt !== null) return 'answered';
  return error === null ? 'waiting' : 'failed';
}

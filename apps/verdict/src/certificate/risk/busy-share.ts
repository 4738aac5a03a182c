import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/** Which share of the processors’ time others take, looked at while nothing of ours is under way. */
export async function busyShare(lookMs = 2_000): Promise<number> {
  const before = spent();
  await pause(lookMs);
  const after = spent();
  const all = after.all - before.all;
  return all === 0 ? 0 : 1 - (after.idle - before.idle) / all;
}

function spent(): { readonly idle: number; readonly all: number } {
  const times = cpus().map(({ times: one }) => one);
  const idle = times.reduce((sum, one) => sum + one.idle, 0);
  return { idle, all: times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle) };
}

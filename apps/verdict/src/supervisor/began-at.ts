import { readFileSync } from 'node:fs';

/**
 * When a process began, which tells it from another with the same id: field 22 of /proc/PID/stat on Linux, in the kernel's
 * ticks; elsewhere only `alive`. `gone` where there is none.
 */
export function beganAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    if (process.platform === 'linux') return 'gone';
  }
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch {
    return 'gone';
  }
}

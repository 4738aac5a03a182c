import { spawn, type ChildProcess } from 'node:child_process';

/**
 * A server that this process started ends soon after this process does, even where that was killed outright and could do
 * nothing more: a shell, in a session of its own, reads from a pipe that only our end closes.
 */
export function endWithUs(server: ChildProcess, signal: 'INT' | 'TERM'): void {
  const { pid } = server;
  if (pid === undefined) return;
  const watch = spawn('/bin/sh', ['-c', `read -r _; kill -${signal} "$0" 2>/dev/null`, String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watch.unref();
  watch.on('error', () => undefined);
  // Its number may be another's by then.
  server.once('exit', () => watch.kill());
}

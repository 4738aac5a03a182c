import { loadConfig } from '#libs/config';
import { HealthRegistry, Metrics } from '#libs/http';
import { createService, serve } from '#libs/service';
import { WorkerModule } from './worker.module.js';

const defaultPort = 3_003;
const patienceMs = 10_000;
// The warehouse and what is fetched for it are the owner's only.
process.umask(0o077);
const config = loadConfig();
const app = await createService({ config, name: 'worker', title: 'Verdict worker', modules: [WorkerModule] });
await serve(app, config, 'worker', defaultPort);

// Under a supervisor: say that it works, and end when the channel to it closes, however that came about: as at a signal,
// which often comes at the same time and counts once. Where the supervisor was killed its stores go too, and what would
// wait for them would wait for ever.
const end = (): void => {
  setTimeout(() => process.exit(1), patienceMs).unref();
  process.kill(process.pid, 'SIGTERM');
};
process.once('disconnect', end);
// It is scraped, and asked whether all is well, for both. A figure that cannot be read now leaves its scrape without this
// process's.
const figures = app.get(Metrics);
const health = app.get(HealthRegistry);
const answers = new Map<unknown, () => Promise<object>>([
  ['figures', () => figures.figures().catch(() => [])],
  ['health', () => health.readiness()],
]);
process.on(
  'message',
  (message) =>
    void answers
      .get(message)?.()
      .then((answer) => process.send?.(answer)),
);
if (process.connected) process.send?.('ready');
else if (process.send !== undefined) end();

import { loadConfig } from '#libs/config';
import { Metrics } from '#libs/http';
import { createService, serve } from '#libs/service';
import { WorkerModule } from './worker.module.js';

const defaultPort = 3_003;
const patienceMs = 10_000;
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
// It scrapes for both. A figure that cannot be read now leaves its scrape without this process's.
process.on('message', (message) => {
  if (message !== 'figures') return;
  void app
    .get(Metrics)
    .figures()
    .catch(() => [])
    .then((figures) => process.send?.(figures));
});
if (process.connected) process.send?.('ready');
else if (process.send !== undefined) end();

import { loadConfig } from '#libs/config';
import { createService, serve } from '#libs/service';
import { WorkerModule } from './worker.module.js';

const defaultPort = 3_003;
const config = loadConfig();
const app = await createService({ config, name: 'worker', title: 'Verdict worker', modules: [WorkerModule] });
await serve(app, config, 'worker', defaultPort);

// Under a supervisor: say that it works, and end when the channel to it closes, however that came about.
process.send?.('ready');
process.once('disconnect', () => {
  void app.close().finally(() => process.exit());
});

import { AccessApiModule } from '#libs/access';
import { loadConfig } from '#libs/config';
import { JobsApiModule } from '#libs/queue';
import { createService, serve } from '#libs/service';
import { ExperimentModule } from './experiment.module.js';

const defaultPort = 3_001;
const config = loadConfig();
const app = await createService({
  config,
  name: 'experiment',
  title: 'Verdict: experiments',
  modules: [AccessApiModule, JobsApiModule, ExperimentModule],
});
await serve(app, config, 'experiment', defaultPort);

import { loadConfig } from '#libs/config';
import { createService, serve } from '#libs/service';
import { experimentModules } from './modules.js';

const defaultPort = 3_001;
const config = loadConfig();
const app = await createService({
  config,
  name: 'experiment',
  title: 'Verdict: experiments',
  modules: experimentModules,
});
await serve(app, config, 'experiment', defaultPort);

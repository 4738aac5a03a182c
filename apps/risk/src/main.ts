import { AccessApiModule } from '#libs/access';
import { loadConfig } from '#libs/config';
import { createService, serve } from '#libs/service';
import { RiskModule } from './risk.module.js';

const config = loadConfig();
const app = await createService({
  config,
  name: 'risk',
  title: 'Verdict: risk',
  modules: [AccessApiModule, RiskModule],
});
await serve(app, config, 'risk', 3002);

import { loadConfig } from '#libs/config';
import { createService, serve } from '#libs/service';
import { riskModules } from './modules.js';

const defaultPort = 3_002;
const config = loadConfig();
const app = await createService({ config, name: 'risk', title: 'Verdict: risk', modules: riskModules });
await serve(app, config, 'risk', defaultPort);

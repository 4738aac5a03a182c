import { describeKills } from '../support/kills/describe-kills.js';
import { importJobs } from '../support/kills/import-scene.js';

describeKills(importJobs);

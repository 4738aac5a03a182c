import { describeKills } from '../support/kills/describe-kills.js';
import { pullJobs } from '../support/kills/pull-scene.js';

describeKills(pullJobs);

import { describeKills } from '../support/kills/describe-kills.js';
import { policyJobs } from '../support/kills/policy-scene.js';

describeKills(policyJobs);

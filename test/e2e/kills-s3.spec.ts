import { describeKills } from '../support/kills/describe-kills.js';
import { s3Jobs } from '../support/kills/s3-scene.js';
import { s3Servers } from '../support/s3.js';

// The real one where there is one: the other is slow, and says nothing more.
for (const server of s3Servers.slice(-1)) describeKills(s3Jobs(server));

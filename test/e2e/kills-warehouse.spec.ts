import { describeKills } from '../support/kills/describe-kills.js';
import { warehouseJobs } from '../support/kills/warehouse-scene.js';

describeKills(warehouseJobs);

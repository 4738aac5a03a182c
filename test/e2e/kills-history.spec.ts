import { describeWithElasticsearch } from '../support/elasticsearch.js';
import { describeKills } from '../support/kills/describe-kills.js';
import { historyJobs } from '../support/kills/history-scene.js';

describeKills(historyJobs());
describeWithElasticsearch('with a server', (make) => describeKills(historyJobs(make)));

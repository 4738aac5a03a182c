import { describeKills } from '../support/kills/describe-kills.js';
import { mysqlJobs } from '../support/kills/mysql-scene.js';
import { describeMysql } from '../support/mysql.js';

describeMysql('with a server', (make) => describeKills(mysqlJobs(make)));

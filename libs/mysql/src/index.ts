export { MysqlSnapshot } from './mysql-snapshot.js';

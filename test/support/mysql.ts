import { randomBytes } from 'node:crypto';
import { describe } from '@jest/globals';
import mysql, { type Connection } from 'mysql2/promise';

/** A database of the suite's own on a real server. */
export interface MysqlDatabase {
  readonly url: string;
  readonly connection: Connection;
  close(): Promise<void>;
}

const server = process.env['TEST_MYSQL_URL'];

/** A suite on the MySQL or MariaDB server of TEST_MYSQL_URL, whose user may make databases; without one it is skipped. */
export function describeMysql(name: string, suite: (make: () => Promise<MysqlDatabase>) => void): void {
  if (server === undefined) describe.skip(`${name} (TEST_MYSQL_URL names no server)`, () => suite(noServer));
  else describe(name, () => suite(() => ownDatabase(server)));
}

const noServer = (): Promise<MysqlDatabase> => Promise.reject(new Error('There is no server.'));

async function ownDatabase(text: string): Promise<MysqlDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = new URL(text);
  const { hostname: host, port, username, password } = url;
  const login = {
    host,
    port: Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
  const connection = await mysql.createConnection({
    ...login,
    charset: 'utf8mb4_general_ci',
    multipleStatements: true,
  });
  await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4; USE ${name}`);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    connection,
    close: async () => {
      await connection.query(`DROP DATABASE ${name}`);
      await connection.end();
    },
  };
}

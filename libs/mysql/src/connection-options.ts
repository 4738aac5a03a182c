import type { ConnectionOptions } from 'mysql2';

const connectMs = 10_000;
const keepAliveMs = 30_000;
const defaultPort = 3_306;

/**
 * Host, port, user, password and database of `mysql://user:password@host:port/database`. `?ssl=verify` asks for TLS with a
 * certificate that this machine trusts, `?ssl=require` for TLS with any. Nothing else of the URL reaches the client: some
 * of its options let a server read files of ours, or several statements pass for one.
 * @throws TypeError for what is no such URL; the message has nothing of it.
 */
export function connectionOptions(url: string): ConnectionOptions {
  const { protocol, hostname, port, username, password, pathname, searchParams } = parsed(url);
  const database = decodeURIComponent(pathname.slice(1));
  if (!/^(mysql|mariadb):$/.test(protocol) || hostname === '' || database === '') throw new TypeError(shape);
  const ssl = searchParams.get('ssl');
  if (ssl !== null && ssl !== 'verify' && ssl !== 'require') throw new TypeError(shape);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || defaultPort),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database,
    charset: 'utf8mb4_general_ci',
    connectTimeout: connectMs,
    // A server that vanishes without a word is noticed in minutes, not hours.
    enableKeepAlive: true,
    keepAliveInitialDelay: keepAliveMs,
    ...(ssl === null ? {} : { ssl: { rejectUnauthorized: ssl === 'verify', verifyIdentity: ssl === 'verify' } }),
  };
}

const shape = 'It takes mysql://USER:PASSWORD@HOST:PORT/DATABASE, with ?ssl=verify or ?ssl=require for TLS.';

function parsed(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw new TypeError(shape);
  }
}

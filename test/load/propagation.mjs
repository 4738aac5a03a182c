import { setTimeout as pause } from 'node:timers/promises';
import { startServers } from '../support/servers.mjs';
import { call } from './load.mjs';
import { startProduct, startService } from './server.mjs';

const flag = 'propagated';
const question = { context: { targetingKey: 'u1' } };

/**
 * How long it takes from the request that publishes a change, in one process, until another process on the same database
 * answers by it: milliseconds of each change, the smallest first. Asked again and again over OFREP, so that a request or
 * two is in each.
 */
export async function measurePropagation(changes) {
  const servers = await startServers();
  const environment = { DATABASE_URL: servers.postgresUrl, REDIS_URL: servers.redisUrl, ELASTICSEARCH_URL: '' };
  const started = [];
  try {
    const product = await startProduct(environment);
    started.push(product);
    const other = await startService('experiment', environment);
    started.push(other);
    const admin = (path, method, body) => call(`${product.url}${path}`, product.commandKey, method, body);
    const given = () => call(`${other.url}/ofrep/v1/evaluate/flags/${flag}`, product.key, 'POST', question);
    await admin('/v1/flags', 'POST', { key: flag, type: 'number', default_value: 0 });
    await admin(`/v1/flags/${flag}/publish`, 'POST');
    while ((await given().catch(() => undefined))?.value !== 0) await pause(20);
    const times = [];
    for (let change = 1; change <= changes; change++) {
      await admin(`/v1/flags/${flag}`, 'PATCH', { default_value: change });
      const from = performance.now();
      const published = admin(`/v1/flags/${flag}/publish`, 'POST');
      while ((await given()).value !== change) await pause(1);
      times.push(performance.now() - from);
      await published;
    }
    return times.toSorted((left, right) => left - right);
  } finally {
    for (const one of started.toReversed()) await one.stop();
    await servers.stop();
  }
}

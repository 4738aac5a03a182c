import autocannon from 'autocannon';

/** One bounded load on 127.0.0.1; refuses any other host. `body` is asked for each request. */
export async function load({ url, headers = {}, body, seconds, connections, rate }) {
  if (new URL(url).hostname !== '127.0.0.1') throw new Error('A load test sends to 127.0.0.1 only.');
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    ...(rate === undefined ? {} : { overallRate: rate }),
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        ...(typeof body === 'function' ? { setupRequest: (request) => ({ ...request, body: body() }) } : { body }),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers were no success and ${result.errors} requests failed.`);
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    total: result['2xx'],
  };
}

export async function call(url, key, method = 'GET', body) {
  const answer = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

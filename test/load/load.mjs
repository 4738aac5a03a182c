import autocannon from 'autocannon';

/**
 * One bounded load on 127.0.0.1; refuses any other host. `body` is asked for each request.
 * @throws Error when an answer has another status than a success, or than those that are expected
 */
export async function load({ url, method = 'POST', headers = {}, body, statuses, seconds, connections, rate }) {
  if (new URL(url).hostname !== '127.0.0.1') throw new Error('A load test sends to 127.0.0.1 only.');
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    ...(rate === undefined ? {} : { overallRate: rate }),
    requests: [
      {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(typeof body === 'function' ? { setupRequest: (request) => ({ ...request, body: body() }) } : { body }),
      },
    ],
  });
  const counts = Object.entries(result.statusCodeStats).map(([status, { count }]) => [Number(status), count]);
  const expected = ([status]) => statuses?.includes(status) ?? (status >= 200 && status < 300);
  const others = counts.filter((one) => !expected(one)).map(([status, count]) => `${count} of ${status}`);
  if (others.length > 0 || result.errors > 0)
    throw new Error(`${url}: ${[...others, `${result.errors} requests failed`].join(', ')}.`);
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    total: counts.reduce((sum, [, count]) => sum + count, 0),
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

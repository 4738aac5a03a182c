import { Agent, request } from 'node:http';

/**
 * A load that does not wait for answers: requests arrive at random, `rate` of them a second on average, as they do from
 * people who know nothing of one another. Each is timed from when it was due, not from when it could be sent, so a
 * server that stalls is charged for everyone who came meanwhile. (autocannon's rate is another thing: each connection
 * sends what is due in a second back to back, then rests.)
 */
export async function steadyLoad({ url, headers, body, seconds, rate }) {
  if (new URL(url).hostname !== '127.0.0.1') throw new Error('A load test sends to 127.0.0.1 only.');
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const next = arrivals(rate);
  const began = performance.now();
  const sent = [];
  for (let due = next(); due < seconds * 1_000; due += next()) {
    const wait = began + due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    sent.push(timed({ agent, url, headers, body: body(), due: began + due }));
  }
  const latencies = (await Promise.all(sent)).toSorted((left, right) => left - right);
  agent.destroy();
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  return { perSecond: latencies.length / seconds, p50: at(0.5), p99: at(0.99), total: latencies.length };
}

/** Gaps of a Poisson process in ms, the same in every run: a small generator with a fixed seed. */
function arrivals(rate) {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (-Math.log((state + 1) / 4_294_967_297) / rate) * 1_000;
  };
}

/** Milliseconds from when the request was due to the end of its answer. @throws Error when it is no success */
function timed({ agent, url, headers, body, due }) {
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const options = {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
    };
    const sending = request(url, options, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => (text += chunk));
      answer.on('end', () => {
        const latency = performance.now() - due;
        if (answer.statusCode !== 200) return reject(new Error(`${url}: ${answer.statusCode} ${text}`));
        resolve(latency);
      });
    });
    sending.once('error', reject);
    sending.end(body);
  });
}

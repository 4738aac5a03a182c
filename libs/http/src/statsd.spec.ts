import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';
import { StatsdReporter } from './statsd.js';

describe('figures over StatsD', () => {
  let server: Socket;
  let heard: string[];
  let url: string;

  beforeEach(async () => {
    heard = [];
    server = createSocket('udp4', (message) => heard.push(...message.toString().trim().split('\n')));
    server.bind(0, '127.0.0.1');
    await once(server, 'listening');
    url = `statsd://127.0.0.1:${server.address().port}`;
  });
  afterEach(() => {
    server.close();
  });

  /** Until the server has heard it; the test's own limit ends the waiting. */
  const until = async (line: string): Promise<void> => {
    while (!heard.includes(line)) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it('are what counters have gained since the last time, and what gauges have', async () => {
    const metrics = new Metrics();
    const answers = metrics.counter('verdict_answers_total', 'Answers.', ['route']);
    const spool = metrics.gauge('verdict_spool_bytes', 'Bytes.');
    const reporter = new StatsdReporter(url, 'risk', metrics.registry);
    answers.inc({ route: '/v1/pledges/{id}.x' }, 3);
    spool.set(7);
    await reporter.report();
    await until('verdict.risk.answers_total._v1_pledges_id_x:3|c');
    await until('verdict.risk.spool_bytes:7|g');
    answers.inc({ route: '/v1/pledges/{id}.x' }, 2);
    await reporter.close();
    await until('verdict.risk.answers_total._v1_pledges_id_x:2|c');
  });

  it('are below zero where they are: a sign alone would be a step from the last one', async () => {
    const metrics = new Metrics();
    metrics.gauge('verdict_age_seconds', 'Age; -1 is none.').set(-1);
    await new StatsdReporter(url, 'risk', metrics.registry).close();
    await until('verdict.risk.age_seconds:-1|g');
    expect(heard).toEqual(['verdict.risk.age_seconds:0|g', 'verdict.risk.age_seconds:-1|g']);
  });
});

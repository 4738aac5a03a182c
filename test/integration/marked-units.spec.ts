import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { load, start, type Arrival } from '../support/aggregate-scene.js';
import { engines } from '../support/engines.js';

const hour = 3_600_000;
let position = 0;

const event = (distinct_id: string, hours: number, properties: object, live = true): Arrival => ({
  table: 'event',
  row: {
    identity: createHash('md5').update(`${position}`).digest('hex'),
    source: 'app',
    event: 'Visit',
    distinct_id,
    properties,
    time: start + hours * hour,
    live,
    log_transaction: 1,
    log_position: position++,
  },
});

const crawler = 'Mozilla/5.0 (compatible; Googlebot/2.1)';

describe.each(engines)('ids that events mark, on $name', ({ make }) => {
  it('are staff’s and bots’, from the first event on that says so, however late it comes', async () => {
    const made = await make();
    await made.warehouse.open();
    try {
      const first = [
        event('anna', 5, { is_staff: true }),
        event('anna', 7, { is_staff: true }),
        event('ben', 1, { is_staff: false, is_bot: 'no' }),
        event('crawler', 2, { $user_agent: crawler }),
        event('headless', 3, { user_agent: 'HeadlessChrome/126.0' }),
        event('reader', 3, { user_agent: 'Mozilla/5.0 (X11; Linux x86_64)', page: '/robots.txt' }),
        event('said', 4, { is_bot: true }),
        event('tester', 4, { is_bot: true }, false),
      ];
      await load(made, first, 1);
      await load(made, [event('anna', 2, { is_staff: true }), event('said', 9, { is_bot: true })], 2);
      const rows = await made.rows(
        'SELECT id, mark, CAST(marked_at AS VARCHAR) AS marked_at FROM published.marked_unit ORDER BY id',
      );
      expect(rows).toEqual([
        { id: 'anna', mark: 'staff', marked_at: '2026-02-20 02:00:00' },
        { id: 'crawler', mark: 'bot', marked_at: '2026-02-20 02:00:00' },
        { id: 'headless', mark: 'bot', marked_at: '2026-02-20 03:00:00' },
        { id: 'said', mark: 'bot', marked_at: '2026-02-20 04:00:00' },
      ]);
    } finally {
      await made.warehouse.close();
      await made.close();
    }
  });
});

import { systemClock } from '#libs/contracts';
import { openElastic, openPostgres } from '#libs/search';
import { historyConformance } from '../../libs/search/testing/conformance.js';
import { testDatabase } from '../support/database.js';
import { describeWithElasticsearch } from '../support/elasticsearch.js';

historyConformance('PostgreSQL', async () => {
  const test = await testDatabase();
  return {
    ...openPostgres(test.database),
    transaction: (work) => test.database.transaction(work),
    settle: () => Promise.resolve(),
    close: () => test.close(),
  };
});

describeWithElasticsearch('on a real server', (make) => {
  historyConformance('Elasticsearch', async () => {
    const server = make();
    const test = await testDatabase();
    const opened = await openElastic(server, systemClock);
    return {
      ...opened,
      transaction: (work) => test.database.transaction(work),
      settle: () => server.refresh(),
      close: async () => {
        await opened.close();
        await server.clean();
        await test.close();
      },
    };
  });
});

import type { Answer, WarehouseSession } from '#libs/warehouse';

/** A session that adds up how many rows its statements write. */
export function counting(session: WarehouseSession): {
  readonly counted: WarehouseSession;
  readonly written: () => number;
} {
  let written = 0;
  const note = <Row>(answer: Answer<Row>): Answer<Row> => {
    written += answer.written;
    return answer;
  };
  return {
    written: () => written,
    counted: {
      steps: (folder) => session.steps(folder),
      query: async <Row>(...given: Parameters<WarehouseSession['query']>) => note(await session.query<Row>(...given)),
      queryApart: async (statement) => note(await session.queryApart(statement)),
      copy: (target, objects) => session.copy(target, objects),
    },
  };
}

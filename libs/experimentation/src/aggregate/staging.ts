import type { WarehouseSession } from '#libs/warehouse';

const unit = `experiment VARCHAR(1024), unit_number BIGINT, unit VARCHAR(1024), backer_id VARCHAR(1024),
  first_variant VARCHAR(1024), last_variant VARCHAR(1024), phase BIGINT, exposed_at TIMESTAMP, cohort_day DATE`;
const values = Array.from({ length: 16 }, (_, index) => `value_${index + 1} BIGINT`).join(', ');
const products = ['y', 'yy', 'x', 'xx', 'xy', 'c', 'cc', 'cy', 'cx', 'd', 'dd', 'dy', 'dx', 'cd'];
const sums = [
  ...[...products, 'yyy', 'yyx', 'yxx', 'xxx'].map((letters) => `sum_${letters} DECIMAL(38, 0)`),
  ...['acted', 'capped', 'uncubed'].map((name) => `${name}_units BIGINT`),
].join(', ');

/** What a refresh finds, before it is in its tables; of one connection only. */
const tables: Readonly<Record<string, string>> = {
  staged_unit: `  ${unit}, reason VARCHAR(1024)`,
  staged_exclusion: '  unit_number BIGINT, place BIGINT, reason VARCHAR(1024)',
  staged_reason: '  unit_number BIGINT, reason VARCHAR(1024)',
  staged_day: '  block BIGINT, day DATE',
  staged_fact_day: '  experiment VARCHAR(1024), block BIGINT, day DATE, facts BIGINT, fingerprint DECIMAL(38, 0)',
  staged_unit_amount: `  experiment VARCHAR(1024), block BIGINT, day DATE, unit_number BIGINT, ${values}`,
  staged_sum: `  experiment VARCHAR(1024), line BIGINT, variant VARCHAR(1024), phase BIGINT, cohort_day DATE, units BIGINT, ${sums}`,
  staged_level: '  unit_number BIGINT, known_at TIMESTAMP, level VARCHAR(1024)',
  staged_value: '  line BIGINT, variant VARCHAR(1024), is_closed BOOLEAN, value DECIMAL(38, 0)',
  touched_unit: '  unit_number BIGINT',
};

/** Makes them, empty. */
export async function stageAggregate(session: WarehouseSession): Promise<void> {
  for (const [table, columns] of Object.entries(tables)) {
    await session.query('staging/create_staged', {}, { table, columns });
    await session.query('staging/delete_staged', {}, { staged: table });
  }
}

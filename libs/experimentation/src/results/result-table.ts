import type { Database } from '#libs/postgres';
import type { Warehouse, WarehouseSession } from '#libs/warehouse';
import { InTurn } from '../aggregate/in-turn.js';
import type { Experiment } from '../experiment/experiment.js';
import { LookRepository } from '../look/look.repository.js';
import { pinnedMetrics } from '../metric/metric.repository.js';
import { ReadingRepository } from './reading.repository.js';
import { readoutOf } from './readout.js';
import { resultRows } from './result-rows.js';

/**
 * Writes what was read out of experiments back to the warehouse, where it can be asked about beside everything else. Each
 * look is there once, as it was seen: what is there already is not written again, and what a worker that died left out comes
 * with the next refresh, or with the first one after the warehouse was lost.
 */
export class ResultTable {
  private readonly readings: ReadingRepository;
  private readonly looks: LookRepository;
  private readonly turns = new InTurn();

  constructor(
    private readonly database: Database,
    private readonly warehouse: Pick<Warehouse, 'transaction'>,
  ) {
    this.readings = new ReadingRepository(database);
    this.looks = new LookRepository(database);
  }

  /** @returns the numbers of the looks that it wrote. */
  write(experiment: Experiment, signal: AbortSignal): Promise<number[]> {
    return this.turns.run(() =>
      this.warehouse.transaction(async (session) => {
        for (const step of session.steps('aggregate/begin/')) await session.query(step);
        const missing = await this.writeLooks(session, experiment.key);
        await this.writeRefresh(session, experiment);
        return missing;
      }, signal),
    );
  }

  private async writeLooks(session: WarehouseSession, experiment: string): Promise<number[]> {
    const { rows } = await session.query<{ look: number }>('result/list_looks', { experiment });
    const written = new Set(rows.map(({ look }) => look));
    const missing = (await this.looks.listNumbers(experiment)).filter((number) => !written.has(number));
    for (const number of missing) {
      const kept = await this.looks.find(experiment, number);
      if (kept === undefined) continue;
      for (const row of resultRows(kept.readout, kept.look)) await session.query('result/insert_result', row);
    }
    return missing;
  }

  private async writeRefresh(session: WarehouseSession, experiment: Experiment): Promise<void> {
    const reading = await this.readings.findLatest(experiment.key);
    await session.query('result/delete_refresh', { experiment: experiment.key });
    if (reading === undefined) return;
    const metrics = await pinnedMetrics(this.database, experiment.pinnedMetrics ?? []);
    const readout = readoutOf(experiment, metrics, reading, await this.looks.list(experiment));
    for (const row of resultRows(readout, null)) await session.query('result/insert_result', row);
  }
}

import { describe, expect, it } from '@jest/globals';
import { collect, company, countArms, zOf } from '../testing/company-data.js';

const source = company(1);
const data = collect(source);

/** Beyond this a difference is there (two-sided, 5 %). */
const SIGNIFICANT = 1.96;
/** χ² with one degree of freedom at 0.001: where a split is called broken. */
const BROKEN = 10.83;

function arms(kind: string) {
  const truth = source.truths.experiments.find((each) => each.kind === kind);
  if (truth === undefined) throw new Error(`No experiment is a ${kind}.`);
  const counted = countArms(data, truth.key);
  const [baseline, treatment] = [counted.get(truth.baseline), counted.get(truth.treatment)];
  if (baseline === undefined || treatment === undefined) throw new Error(`${truth.key} has no exposures.`);
  const [left, right] = [baseline.conversion.n, treatment.conversion.n];
  return { truth, baseline, treatment, smallest: Math.min(left, right), split: (left - right) ** 2 / (left + right) };
}

describe('the experiments', () => {
  it('have a winner: more visitors pledge, by what was planted', () => {
    const { truth, baseline, treatment, smallest, split } = arms('winner');
    expect(smallest).toBeGreaterThan(5_000);
    expect(split).toBeLessThan(BROKEN);
    expect(zOf(baseline.conversion, treatment.conversion)).toBeGreaterThan(4);
    const lift = treatment.conversion.sum / treatment.conversion.n / (baseline.conversion.sum / baseline.conversion.n);
    expect(Math.abs(lift - truth.pledgeFactor)).toBeLessThan(0.1);
  });

  it('have one without any effect', () => {
    const { baseline, treatment, split } = arms('null');
    expect(split).toBeLessThan(BROKEN);
    for (const metric of ['conversion', 'pledged', 'collected'] as const)
      expect(Math.abs(zOf(baseline[metric], treatment[metric]))).toBeLessThan(SIGNIFICANT);
  });

  it('have one that wins pledges and loses the money', () => {
    const { baseline, treatment, split } = arms('money_loser');
    expect(split).toBeLessThan(BROKEN);
    expect(zOf(baseline.conversion, treatment.conversion)).toBeGreaterThan(SIGNIFICANT);
    expect(zOf(baseline.pledged, treatment.pledged)).toBeGreaterThan(SIGNIFICANT);
    expect(zOf(baseline.collected, treatment.collected)).toBeLessThan(-3);
  });

  it('have one whose exposures are lost on one side', () => {
    const { baseline, treatment, split, truth } = arms('broken_split');
    expect(split).toBeGreaterThan(BROKEN);
    const lost = 1 - treatment.conversion.n / baseline.conversion.n;
    expect(Math.abs(lost - truth.lostExposures)).toBeLessThan(0.04);
  });

  it('are met once a visitor each, within their enrolment', () => {
    const exposures = data.events.filter(({ event }) => event === '$experiment_started');
    const seen = new Set<string>();
    const schedule = new Map(source.experiments.map((each) => [each.key, each]));
    const wrong = exposures.filter(({ distinct_id, time, properties }) => {
      const key = String(properties['Experiment name']);
      const experiment = schedule.get(key);
      const end = experiment?.enrolmentClosedAt ?? experiment?.stoppedAt ?? source.until.toISOString();
      const at = new Date(time).toISOString();
      const enrolling = at >= (experiment?.startedAt ?? '~') && at < end;
      const repeated = seen.has(`${key} ${distinct_id}`);
      seen.add(`${key} ${distinct_id}`);
      return repeated || !enrolling || !distinct_id.startsWith('v_');
    });
    expect(exposures.length).toBeGreaterThan(30_000);
    expect(wrong).toEqual([]);
  });
});

describe('the frauds', () => {
  const byId = new Map(data.pledges.map((row) => [row.pledge_id, row]));
  const planted = source.truths.fraud.flatMap(({ pledges }) => pledges);
  const runs = (scheme: string) => source.truths.fraud.filter((run) => run.scheme === scheme);
  const rowsOf = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);

  const creatorsDevice = (project: string | undefined) =>
    data.events.find(({ event, properties }) => event === 'Project Launched' && properties['project_id'] === project)
      ?.properties['device_id'];

  it('are all there, labelled, and few', () => {
    expect(rowsOf(planted)).toHaveLength(planted.length);
    const labelled = data.pledges.filter(({ label }) => label === 'fraud').map(({ pledge_id }) => pledge_id);
    expect(labelled.sort()).toEqual(planted.sort());
    expect(planted.length / data.pledges.length).toBeLessThan(0.03);
    expect(new Set(source.truths.fraud.map(({ scheme }) => scheme)).size).toBe(4);
  });

  it('test cards: dozens of small pledges within minutes, a card each, one device and address, most refused', () => {
    const refused = new Set(data.outcomes.filter(({ kind }) => kind === 'declined').map(({ pledge_id }) => pledge_id));
    for (const run of runs('card_testing')) {
      expect(run.pledges.length).toBeGreaterThanOrEqual(24);
      expect(run.cards).toHaveLength(run.pledges.length);
      expect([run.devices.length, run.ips.length]).toEqual([1, 1]);
      expect(Date.parse(run.to) - Date.parse(run.from)).toBeLessThan(15 * 60_000);
      expect(rowsOf(run.pledges).every(({ base_amount }) => base_amount < 1_500)).toBe(true);
      expect(run.pledges.filter((id) => refused.has(id)).length / run.pledges.length).toBeGreaterThan(0.35);
    }
  });

  it('steal cards: new accounts, large pledges, and charge-backs for fraud weeks later', () => {
    const reversed = data.outcomes.filter(({ kind, category }) => kind === 'charged_back' && category === 'fraud');
    const ids = new Set(reversed.map(({ pledge_id }) => pledge_id));
    const rows = runs('stolen_cards').flatMap(({ pledges }) => rowsOf(pledges));
    for (const row of rows) {
      expect(Date.parse(row.time) - Date.parse(row.account_created_at)).toBeLessThan(6 * 3_600_000);
      expect(row.base_amount).toBeGreaterThan(20_000);
    }
    expect(rows.filter(({ pledge_id }) => ids.has(pledge_id)).length).toBeGreaterThan(5);
  });

  it('link a ring: many accounts on few devices, lines and cards, one of them the creator’s', () => {
    for (const run of runs('linked_ring')) {
      expect(run.projects).toHaveLength(1);
      expect(run.backers.length).toBeGreaterThanOrEqual(12);
      expect(Math.max(run.devices.length, run.ips.length, run.cards.length)).toBeLessThanOrEqual(6);
      expect(run.devices).toContain(creatorsDevice(run.projects[0]));
    }
  });

  it('back themselves: the creator’s own login, and others on her device and card', () => {
    for (const run of runs('self_backing')) {
      expect([run.devices.length, run.cards.length, run.projects.length]).toEqual([1, 1, 1]);
      expect(run.devices).toContain(creatorsDevice(run.projects[0]));
      expect(rowsOf(run.pledges).some(({ backer_id, creator_id }) => backer_id === creator_id)).toBe(true);
    }
  });

  it.each(['medium', 'large'] as const)('are of all schemes in a %s company too', (scale) => {
    const { fraud } = company(1, scale).truths;
    expect(new Set(fraud.map(({ scheme }) => scheme)).size).toBe(4);
    const ids = fraud.flatMap(({ pledges }) => pledges);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are plain JSON', () => {
    expect(JSON.parse(JSON.stringify(source.truths))).toEqual(source.truths);
  });
});

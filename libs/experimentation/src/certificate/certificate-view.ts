import type { FalseAlarms, InsufficientDataView, MetricCertificateView } from '#libs/contracts';
import { isInsufficient } from '#libs/stats';
import { statisticsOf } from '../results/effects.js';
import { closedSums } from '../results/metric-readout.js';
import { numberText } from '../results/number-text.js';
import type { Certificate } from './certificate.repository.js';
import type { KeptCertificate } from './false-alarms.js';

export function certificateView(one: Certificate): MetricCertificateView {
  return {
    id: one.id,
    metric: one.metric,
    version: one.version,
    unit: one.unit,
    began_at: one.beganAt.toISOString(),
    ended_at: one.endedAt.toISOString(),
    days: one.days,
    arrivals: one.arrivals,
    baseline: baselineOf(one),
    false_alarms: falseAlarmsView(one.certificate),
    seed: one.seed,
    text: certificateText(one.certificate),
    engine: one.engine,
    commit: one.commit,
    query: one.query,
    made_at: one.madeAt.toISOString(),
  };
}

function baselineOf({ sums, scale }: Certificate): MetricCertificateView['baseline'] {
  const nobody: InsufficientDataView = { kind: 'insufficient_data', why: 'too_few_units', detail: 'Nobody was seen.' };
  if (sums === null) return nobody;
  const statistics = statisticsOf(closedSums(sums));
  if (isInsufficient(statistics)) return statistics;
  const { n, mean, variance } = statistics;
  return {
    kind: 'baseline',
    units: n,
    mean: mean / 10 ** scale,
    standard_deviation: Math.sqrt(variance) / 10 ** scale,
  };
}

function falseAlarmsView(found: KeptCertificate): FalseAlarms | InsufficientDataView {
  if (isInsufficient(found)) return found;
  const { draws, alpha, falsePositives, rate, interval, unanswered, verdict, conservative } = found;
  return { kind: 'certificate', draws, alpha, ...falsePositives, rate, interval, unanswered, verdict, conservative };
}

const percentText = (share: number): string => `${numberText(100 * share)} %`;

/** What a certificate says, in one sentence. */
export function certificateText(found: KeptCertificate): string {
  if (isInsufficient(found)) return `No false alarms could be counted: ${found.detail}`;
  const { draws, alpha, rate, interval, verdict, conservative } = found;
  const error = `${percentText(interval.lower)} to ${percentText(interval.upper)}`;
  const counted =
    `Of ${draws.toLocaleString('en-US')} divisions by chance ${percentText(rate)} look like an effect ` +
    `(${error} with the error of so many draws), where ${percentText(alpha)} are claimed`;
  if (verdict === 'failed') return `${counted}: its p-values and intervals are too sure of themselves.`;
  return conservative ? `${counted}: nothing is wrong, and some power is lost.` : `${counted}: as they should.`;
}

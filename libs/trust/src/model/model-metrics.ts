import {
  brierScore,
  calibrationError,
  cardPrecision,
  logLoss,
  reliabilityCurve,
  type ReliabilityBin,
} from '#libs/boosting';
import type { ModelMetrics } from '#libs/contracts';
import { areaUnderRoc, averagePrecision } from '#libs/stats';

/** Pledges of which nothing was learnt, in the order of time. */
export interface TestedRows {
  /** Calibrated. */
  readonly logOdds: Float64Array;
  /** 1 is fraud. */
  readonly labels: Uint8Array;
  /** µs. */
  readonly ends: ArrayLike<number>;
  readonly cards: readonly string[];
}

const dayUs = 86_400_000_000;
const looked = 100;

export interface Judged {
  readonly metrics: ModelMetrics;
  readonly curve: readonly ReliabilityBin[];
}

/** What a model's scores are worth. A figure that needs both kinds of labels is null with one. */
export function judgeScores({ logOdds, labels, ends, cards }: TestedRows): Judged {
  const probabilities = logOdds.map((x) => 1 / (1 + Math.exp(-x)));
  const isFraud = Array.from(labels, (label) => label === 1);
  const [precision, auc] = [averagePrecision(logOdds, isFraud), areaUnderRoc(logOdds, isFraud)];
  const curve = reliabilityCurve(probabilities, labels);
  const payments = cards.map((card, row) => ({
    card,
    day: Math.floor((ends[row] ?? 0) / dayUs),
    score: logOdds[row] ?? 0,
    isFraud: isFraud[row] ?? false,
  }));
  return {
    metrics: {
      average_precision: precision.kind === 'estimate' ? precision.value : null,
      auc: auc.kind === 'estimate' ? auc.value : null,
      card_precision_100: cardPrecision(payments, looked),
      brier: brierScore(probabilities, labels),
      log_loss: logLoss(logOdds, labels),
      calibration_error: calibrationError(curve),
    },
    curve,
  };
}

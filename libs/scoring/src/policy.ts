/** Where scores begin to mean something. All four are risk scores, 0.01 to 99, compared with ≥. */
export interface Thresholds {
  /** `risk_level` normal below, elevated from here … */
  readonly elevated: number;
  /** … and highest from here. */
  readonly highest: number;
  /** `manual_review` from here … */
  readonly review: number;
  /** … and `reject` from here. */
  readonly reject: number;
}

export interface Policy {
  /** Rises by one with each change; stored with every assessment. */
  readonly version: number;
  readonly thresholds: Thresholds;
}

/**
 * The policy of a new installation. With the prior scorecard an honest pledge is near 0.1, so review at 10 asks for
 * about four doublings and more of evidence that adds up; a reject asks for a probability at which a reviewer would
 * have little to add.
 */
export const defaultPolicy: Policy = {
  version: 1,
  thresholds: { elevated: 5, highest: 50, review: 10, reject: 80 },
};

export type RiskLevel = 'normal' | 'elevated' | 'highest';

export function riskLevel(riskScore: number, { elevated, highest }: Thresholds): RiskLevel {
  if (riskScore >= highest) return 'highest';
  return riskScore >= elevated ? 'elevated' : 'normal';
}

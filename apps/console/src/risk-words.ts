import type { DispositionAction, RiskLevel } from '#libs/contracts';
import type { Tone } from './components/badge.js';

export const dispositionTone: Readonly<Record<DispositionAction, Tone>> = {
  accept: 'good',
  manual_review: 'warn',
  reject: 'bad',
};

export const dispositionWords: Readonly<Record<DispositionAction, string>> = {
  accept: 'Accept',
  manual_review: 'Review',
  reject: 'Reject',
};

export const levelTone: Readonly<Record<RiskLevel, Tone>> = { normal: 'plain', elevated: 'warn', highest: 'bad' };

/** Why a disposition is what it is. */
export const causeWords: Readonly<Record<string, string>> = {
  default: 'No rule and no threshold asked for more',
  custom_rule: 'By a rule',
  list: 'By a list entry',
  policy: "By the policy's threshold",
  degraded: 'Because it was scored without everything',
};

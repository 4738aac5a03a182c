import type { Label, OutcomeBody } from '#libs/contracts';

/**
 * What an outcome makes of its pledge (risk.md, *The answer*): a charge-back of category fraud is one, unless it was won;
 * an issuer's warning is a suspicion; everything else (not received, not as described …) says nothing about fraud.
 */
export function labelOf({ kind, category, won }: Pick<OutcomeBody, 'kind' | 'category' | 'won'>): Label | undefined {
  if (kind === 'issuer_warning') return 'suspected_fraud';
  if (kind !== 'charged_back' || category !== 'fraud') return undefined;
  return won === true ? 'not_fraud' : 'chargeback';
}

/** The category of a label among the observations that features count. */
export const labelCategory = (label: Label): 'fraud' | 'not_fraud' => (label === 'not_fraud' ? 'not_fraud' : 'fraud');

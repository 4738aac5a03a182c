import type { Scale } from '../scale.js';
import { planCardTesting } from './card-testing.js';
import { planLinkedRing } from './linked-ring.js';
import { planSelfBacking } from './self-backing.js';
import { planStolenCards } from './stolen-cards.js';
import type { FraudPlan, Workshop } from './workshop.js';

/** All fraud of the history, planned ahead so that its ids are known before anything is told. */
export function planFraud(workshop: Workshop, scale: Scale): FraudPlan[] {
  const runs = (count: number, plan: (workshop: Workshop) => FraudPlan): FraudPlan[] =>
    Array.from({ length: count }, () => plan(workshop));
  return [
    ...runs(scale.stolenCardWaves, planStolenCards),
    ...runs(scale.rings, planLinkedRing),
    ...runs(scale.selfBackers, planSelfBacking),
    ...runs(scale.cardTestings, planCardTesting),
  ];
}

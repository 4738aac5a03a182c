import { deriveFeatures, type FeatureInputs, type FeatureValue, type FeatureValues } from '#libs/scoring';
import type { LookedUp } from '../assessment/evidence.js';
import type { ReadRequest } from './read-request.js';
import { flagOf, textOf } from './subject.js';

/** What the features of a pledge are made of, beside its velocity. */
export interface FeatureSource {
  readonly request: Pick<ReadRequest, 'groups' | 'customInputs'>;
  readonly baseAmount: number | undefined;
  readonly currency: string;
  readonly backerId: string | undefined;
  readonly creatorId: string | undefined;
  readonly lookedUp: LookedUp;
  /** µs. */
  readonly windowEnd: number;
}

/** The features of a pledge by name, those that are known; the same for the same source and velocity, bit for bit. */
export function featuresOf(source: FeatureSource, velocity: FeatureValues): Record<string, FeatureValue> {
  const values = { ...deriveFeatures(featureInputs(source), velocity), ...source.request.customInputs };
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, FeatureValue] => entry[1] !== undefined),
  );
}

function featureInputs({ request, lookedUp, ...source }: FeatureSource): FeatureInputs {
  const funding = textOf(request, 'credit_card', 'funding');
  const names = ['first_name', 'last_name'].flatMap((field) => textOf(request, 'billing', field) ?? []);
  return {
    pledgedAt: source.windowEnd / 1_000,
    baseAmount: source.baseAmount,
    currency: /^[A-Z]{3}$/.test(source.currency) ? source.currency : undefined,
    geo: lookedUp.geo,
    email: textOf(request, 'email', 'address'),
    name: names.length === 0 ? undefined : names.join(' '),
    billingCountry: textOf(request, 'billing', 'country'),
    shippingCountry: textOf(request, 'shipping', 'country'),
    card: {
      country: textOf(request, 'credit_card', 'country'),
      isPrepaid: funding === undefined || funding === 'unknown' ? undefined : funding === 'prepaid',
      cvvResult: textOf(request, 'credit_card', 'cvv_result'),
      avsResult: textOf(request, 'credit_card', 'avs_result'),
      was3dSecureSuccessful: flagOf(request, 'credit_card', 'was_3d_secure_successful'),
    },
    signedUpAt: lookedUp.signed_up_at,
    projectLaunchedAt: lookedUp.launched_at,
    creatorSignedUpAt: lookedUp.creator_signed_up_at,
    backerId: source.backerId,
    creatorId: source.creatorId,
  };
}

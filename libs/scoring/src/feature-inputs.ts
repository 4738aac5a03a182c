/**
 * What the caller knows about a pledge, from which facts and derived features are made. Everything but the amount's
 * place is optional: what is absent is unknown. Countries are ISO 3166-1 alpha-2 in capitals, times are milliseconds
 * since 1970-01-01T00:00:00Z.
 */
export interface FeatureInputs {
  /** The pledge's own time: ages are measured to it. */
  readonly pledgedAt: number;
  /** Minor units of the company's currency; undefined when the currency or its rate is unknown. */
  readonly baseAmount?: number | undefined;
  readonly currency?: string | undefined;
  /** Of the geo look-up; `GeoFacts` of #libs/geo fits. */
  readonly geo?: GeoInputs | undefined;
  /** As the person typed it. */
  readonly email?: string | undefined;
  /** The name on the account, the card or the billing address. */
  readonly name?: string | undefined;
  readonly billingCountry?: string | undefined;
  readonly shippingCountry?: string | undefined;
  readonly card?: CardInputs | undefined;
  readonly signedUpAt?: number | undefined;
  readonly projectLaunchedAt?: number | undefined;
  readonly creatorSignedUpAt?: number | undefined;
  readonly backerId?: string | undefined;
  readonly creatorId?: string | undefined;
  readonly backerLinkedToCreator?: boolean | undefined;
}

export interface GeoInputs {
  readonly country?: string | undefined;
  readonly asn?: number | undefined;
  readonly isAnonymous?: boolean | undefined;
  readonly isHosting?: boolean | undefined;
  readonly isVpn?: boolean | undefined;
  readonly isTor?: boolean | undefined;
  readonly isPublicProxy?: boolean | undefined;
  readonly isResidentialProxy?: boolean | undefined;
}

export interface CardInputs {
  readonly country?: string | undefined;
  readonly isPrepaid?: boolean | undefined;
  /** One letter as the processor gave it (minFraud's `cvv_result`): Y and M match, N does not, others say nothing. */
  readonly cvvResult?: string | undefined;
  /** One letter as the processor gave it (minFraud's `avs_result`). */
  readonly avsResult?: string | undefined;
  /** minFraud's `was_3d_secure_successful`. */
  readonly was3dSecureSuccessful?: boolean | undefined;
}

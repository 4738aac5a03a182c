import { describe, expect, it } from '@jest/globals';
import { deriveFeatures } from './derive-features.js';

const day = 86_400_000;
const pledgedAt = Date.UTC(2026, 0, 31);

describe('deriveFeatures', () => {
  it('knows nothing of nothing', () => {
    const known = Object.entries(deriveFeatures({ pledgedAt }, {})).filter(([, value]) => value !== undefined);
    expect(known).toEqual([]);
  });

  it('keeps velocities as they are', () => {
    expect(deriveFeatures({ pledgedAt }, { card_pledges_1h: 7, ip_pledges_1h: undefined })).toMatchObject({
      card_pledges_1h: 7,
      ip_pledges_1h: undefined,
    });
  });

  it('compares countries only where both are known', () => {
    const geo = { country: 'US' };
    expect(deriveFeatures({ pledgedAt, geo, billingCountry: 'US', card: { country: 'FR' } }, {})).toMatchObject({
      billing_in_ip_country: true,
      card_in_ip_country: false,
      card_in_billing_country: false,
      shipping_in_ip_country: undefined,
    });
    expect(deriveFeatures({ pledgedAt, billingCountry: 'US' }, {})['billing_in_ip_country']).toBeUndefined();
  });

  it.each([
    [{}, undefined],
    [{ isVpn: false }, false],
    [{ isAnonymous: false, isTor: true }, true],
    [{ isResidentialProxy: true }, true],
  ])('%j is anonymous: %s', (geo, expected) => {
    expect(deriveFeatures({ pledgedAt, geo }, {})['ip_is_anonymous']).toBe(expected);
  });

  it.each([
    ['Y', true],
    ['m', true],
    ['N', false],
    ['P', undefined],
    ['', undefined],
  ])('verification code result %j', (cvvResult, expected) => {
    expect(deriveFeatures({ pledgedAt, card: { cvvResult } }, {})['card_cvv_matches']).toBe(expected);
  });

  it.each([
    ['Y', true],
    ['Z', true],
    ['N', false],
    ['A', undefined],
    ['U', undefined],
  ])('address result %j', (avsResult, expected) => {
    expect(deriveFeatures({ pledgedAt, card: { avsResult } }, {})['card_avs_matches']).toBe(expected);
  });

  it('measures ages to the pledge, never below zero', () => {
    const ages = deriveFeatures(
      {
        pledgedAt,
        signedUpAt: pledgedAt - 1.5 * day,
        projectLaunchedAt: pledgedAt + day,
        creatorSignedUpAt: pledgedAt - 10 * day,
      },
      {},
    );
    expect(ages).toMatchObject({ account_age_days: 1.5, project_age_days: 0, creator_account_age_days: 10 });
  });

  it.each([
    [3, 6_000, 2.5],
    [2, 4_000, undefined],
    [3, 0, undefined],
    [undefined, 6_000, undefined],
  ])('5,000 after %s pledges of %s together', (count, sum, expected) => {
    const velocity = { backer_pledges_30d: count, backer_amount_30d: sum };
    expect(deriveFeatures({ pledgedAt, baseAmount: 5_000 }, velocity)['amount_to_backer_mean']).toBe(expected);
  });

  it.each([
    [0, 100, 0],
    [1, 0, 1 / 11],
    [10, 10, 0.5],
    [undefined, 10, undefined],
  ])('%s frauds among %s pledges', (frauds, pledges, expected) => {
    const velocity = { project_frauds_30d: frauds, project_pledges_30d: pledges };
    expect(deriveFeatures({ pledgedAt }, velocity)['project_fraud_share_30d']).toBe(expected);
  });

  it.each([
    [5, 10, 0.5],
    [4, 4, undefined],
    [0, 5, 0],
  ])('%d of %d pledges from here', (here, all, expected) => {
    const velocity = { project_ip_pledges_24h: here, project_pledges_24h: all };
    expect(deriveFeatures({ pledgedAt }, velocity)['project_ip_share_24h']).toBe(expected);
  });

  it('knows a creator who backs herself', () => {
    expect(deriveFeatures({ pledgedAt, backerId: 'a', creatorId: 'a' }, {})['backer_is_creator']).toBe(true);
    expect(deriveFeatures({ pledgedAt, backerId: 'a', creatorId: 'b' }, {})['backer_is_creator']).toBe(false);
    expect(deriveFeatures({ pledgedAt, backerId: 'a' }, {})['backer_is_creator']).toBeUndefined();
  });

  it('reads the e-mail address', () => {
    expect(deriveFeatures({ pledgedAt, email: ' Jane99@Mailinator.COM', name: 'Jane Doe' }, {})).toMatchObject({
      email_domain: 'mailinator.com',
      email_is_disposable: true,
      email_is_free: false,
      email_digits_share: 2 / 6,
      email_name_likeness: 4 / 7,
    });
    expect(deriveFeatures({ pledgedAt, email: 'no address' }, {})['email_domain']).toBeUndefined();
  });
});

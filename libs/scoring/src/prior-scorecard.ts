import { logit } from './model.js';
import { scorecardModel } from './scorecard.js';
import type { Bin, Flag, ScorecardEntry } from './scorecard.js';

/** `[from, log-odds, text]`, ascending. */
const bins = (feature: string, code: string, ...rows: (readonly [number, number, string])[]): ScorecardEntry => ({
  feature,
  code,
  bins: rows.map(([from, contribution, reason]): Bin => ({ from, contribution, reason })),
});

const flag = (feature: string, code: string, whenTrue?: Flag, whenFalse?: Flag): ScorecardEntry => ({
  feature,
  code,
  ...(whenTrue ? { whenTrue } : {}),
  ...(whenFalse ? { whenFalse } : {}),
});

/**
 * The PRIOR: points set by judgement, not learnt from data. It serves until a model is trained on the company's own
 * labels, and says so in its version.
 *
 * How the points are meant. Base rate 0.3 % (log-odds −5.8), the order of card-not-present fraud in online sales.
 * About 0.7 doubles the odds, 1.6 makes them five times, 2.3 ten times. A sign that honest people often show (a shared
 * address, travelling) gets at most 1; one that hardly any does (ten cards on one device) gets 3 and more. Where two
 * features see the same thing (one hour and one day of the same card) the second gets little, because points add.
 * Good signs get less than bad ones: a thief can copy them. What is missing counts nothing.
 */
export const priorEntries: readonly ScorecardEntry[] = [
  // Card testing: one thief, many cards, or one card tried many times.
  bins(
    'card_pledges_1h',
    'CARD_BURST',
    [2, 0.7, '{value} earlier pledges with this card within an hour'],
    [4, 1.7, '{value} earlier pledges with this card within an hour'],
    [8, 2.8, '{value} earlier pledges with this card within an hour'],
    [15, 3.5, '{value} earlier pledges with this card within an hour'],
  ),
  bins(
    'card_pledges_24h',
    'CARD_BUSY',
    [5, 0.5, '{value} earlier pledges with this card within a day'],
    [10, 1.0, '{value} earlier pledges with this card within a day'],
    [20, 1.5, '{value} earlier pledges with this card within a day'],
  ),
  bins(
    'card_amount_24h',
    'CARD_AMOUNT',
    [100_000, 0.4, 'Much money with this card within a day ({money})'],
    [500_000, 1.0, 'Very much money with this card within a day ({money})'],
  ),
  bins(
    'card_backers_7d',
    'CARD_SHARED',
    [2, 1.5, '{value} backers used this card within a week'],
    [3, 2.3, '{value} backers used this card within a week'],
    [5, 3.0, '{value} backers used this card within a week'],
  ),
  bins(
    'card_declines_24h',
    'CARD_DECLINES',
    [1, 0.6, 'This card was declined within a day'],
    [3, 1.6, 'This card was declined {value} times within a day'],
    [6, 2.4, 'This card was declined {value} times within a day'],
  ),
  bins('card_frauds_30d', 'CARD_FRAUD', [1, 3.5, 'Fraud with this card is known from the last 30 days']),
  bins(
    'device_cards_24h',
    'DEVICE_CARDS',
    [2, 1.0, '{value} different cards on this device within a day'],
    [3, 1.8, '{value} different cards on this device within a day'],
    [5, 2.6, '{value} different cards on this device within a day'],
    [10, 3.4, '{value} different cards on this device within a day'],
  ),
  bins(
    'device_backers_7d',
    'DEVICE_SHARED',
    [2, 0.6, '{value} backers on this device within a week'],
    [3, 1.4, '{value} backers on this device within a week'],
    [5, 2.2, '{value} backers on this device within a week'],
    [10, 2.8, '{value} backers on this device within a week'],
  ),
  bins(
    'device_pledges_24h',
    'DEVICE_BUSY',
    [5, 0.5, '{value} earlier pledges from this device within a day'],
    [15, 1.0, '{value} earlier pledges from this device within a day'],
  ),
  bins(
    'ip_pledges_1h',
    'IP_BURST',
    [5, 0.5, '{value} earlier pledges from this address within an hour'],
    [10, 1.2, '{value} earlier pledges from this address within an hour'],
    [30, 2.0, '{value} earlier pledges from this address within an hour'],
  ),
  bins(
    'ip_cards_24h',
    'IP_CARDS',
    [3, 0.5, '{value} different cards from this address within a day'],
    [6, 1.2, '{value} different cards from this address within a day'],
    [12, 2.0, '{value} different cards from this address within a day'],
    [30, 2.6, '{value} different cards from this address within a day'],
  ),
  bins(
    'ip_backers_24h',
    'IP_SHARED',
    [3, 0.3, '{value} backers from this address within a day'],
    [6, 0.8, '{value} backers from this address within a day'],
    [15, 1.3, '{value} backers from this address within a day'],
  ),
  bins(
    'ip_network_cards_1h',
    'NETWORK_CARDS',
    [10, 0.6, '{value} different cards from this network within an hour'],
    [30, 1.2, '{value} different cards from this network within an hour'],
  ),

  // Stolen cards: somebody else, somewhere else, in a hurry, for much money.
  flag(
    'ip_is_hosting',
    'IP_HOSTING',
    { contribution: 1.8, reason: 'The address belongs to a hosting network' },
    { contribution: -0.1, reason: 'The address belongs to no known hosting network' },
  ),
  flag('ip_is_anonymous', 'ANONYMOUS_IP', {
    contribution: 1.0,
    reason: 'The address hides its user (VPN, proxy, Tor)',
  }),
  flag('ip_is_tor', 'IP_TOR', { contribution: 1.2, reason: 'The address is an exit of Tor' }),
  flag('ip_is_residential_proxy', 'IP_RESIDENTIAL_PROXY', {
    contribution: 0.8,
    reason: 'The address is a home line sold as a proxy',
  }),
  flag(
    'billing_in_ip_country',
    'BILLING_IP_COUNTRY',
    { contribution: -0.2, reason: 'Billing address and IP address are in one country' },
    { contribution: 0.8, reason: 'Billing address and IP address are in different countries' },
  ),
  flag('shipping_in_ip_country', 'SHIPPING_IP_COUNTRY', undefined, {
    contribution: 0.3,
    reason: 'Shipping address and IP address are in different countries',
  }),
  flag(
    'card_in_ip_country',
    'CARD_IP_COUNTRY',
    { contribution: -0.2, reason: 'Card and IP address are of one country' },
    { contribution: 0.9, reason: 'Card and IP address are of different countries' },
  ),
  flag('card_in_billing_country', 'CARD_BILLING_COUNTRY', undefined, {
    contribution: 1.1,
    reason: 'The card was issued in another country than that of the billing address',
  }),
  flag('card_is_prepaid', 'CARD_PREPAID', { contribution: 0.6, reason: 'The card is prepaid' }),
  flag(
    'card_cvv_matches',
    'CVV_RESULT',
    { contribution: -0.2, reason: 'The verification code is right' },
    { contribution: 1.6, reason: 'The verification code is wrong' },
  ),
  flag(
    'card_avs_matches',
    'AVS_RESULT',
    { contribution: -0.3, reason: 'The bank knows the billing address' },
    { contribution: 1.0, reason: 'The bank does not know the billing address' },
  ),
  flag(
    'card_3ds_succeeded',
    'THREE_D_SECURE',
    { contribution: -1.2, reason: 'The bank identified the card holder (3-D Secure)' },
    { contribution: 0.8, reason: 'The bank did not identify the card holder (3-D Secure)' },
  ),
  bins(
    'base_amount',
    'AMOUNT',
    [10_000, 0.4, 'High amount ({money})'],
    [20_000, 1.0, 'High amount ({money})'],
    [50_000, 1.5, 'Very high amount ({money})'],
    [100_000, 1.9, 'Very high amount ({money})'],
    [500_000, 2.3, 'Very high amount ({money})'],
  ),
  bins(
    'account_age_days',
    'ACCOUNT_AGE',
    [0, 1.2, 'The account is minutes old'],
    [0.05, 0.8, 'The account is less than a day old'],
    [1, 0.4, 'The account is {value} days old'],
    [7, 0, 'The account is {value} days old'],
    [90, -0.3, 'The account is {value} days old'],
    [365, -0.7, 'The account is {value} days old'],
  ),
  flag('email_is_disposable', 'EMAIL_DISPOSABLE', {
    contribution: 1.8,
    reason: 'The e-mail address is with a throw-away provider',
  }),
  bins(
    'email_digits_share',
    'EMAIL_DIGITS',
    [0.3, 0.3, 'Many digits in the e-mail address'],
    [0.6, 0.6, 'Hardly anything but digits in the e-mail address'],
  ),
  bins(
    'email_name_likeness',
    'EMAIL_NAME',
    [0, 0.2, 'The e-mail address does not resemble the name'],
    [0.15, 0, 'The e-mail address resembles the name a little'],
    [0.5, -0.3, 'The e-mail address resembles the name'],
  ),

  // A backer who does not behave like herself.
  bins(
    'amount_to_backer_mean',
    'AMOUNT_UNUSUAL',
    [2, 0.5, '{value} times what this backer usually pledges'],
    [2.5, 1.2, '{value} times what this backer usually pledges'],
    [4, 2.0, '{value} times what this backer usually pledges'],
    [8, 2.6, '{value} times what this backer usually pledges'],
  ),
  bins(
    'backer_pledges_24h',
    'BACKER_BUSY',
    [6, 0.5, '{value} earlier pledges of this backer within a day'],
    [12, 1.3, '{value} earlier pledges of this backer within a day'],
    [25, 2.2, '{value} earlier pledges of this backer within a day'],
  ),
  bins(
    'backer_amount_24h',
    'BACKER_AMOUNT',
    [100_000, 0.5, 'This backer pledged much within a day ({money})'],
    [500_000, 1.2, 'This backer pledged very much within a day ({money})'],
  ),
  bins(
    'backer_seconds_since_pledge',
    'BACKER_HURRY',
    [0, 0.7, '{value} seconds after the previous pledge of this backer'],
    [30, 0.3, '{value} seconds after the previous pledge of this backer'],
    [120, 0, '{value} seconds after the previous pledge of this backer'],
  ),

  // A project that pays itself, or where stolen cards have been used before.
  // No platform allows it, so it is for review in itself.
  flag('backer_is_creator', 'SELF_BACKING', { contribution: 4.6, reason: "The backer is the project's creator" }),
  flag('backer_linked_to_creator', 'CREATOR_LINK', {
    contribution: 2.6,
    reason: 'The backer shares a device, card or address with the creator',
  }),
  bins(
    'creator_account_age_days',
    'CREATOR_AGE',
    [0, 0.4, "The creator's account is {value} days old"],
    [14, 0, "The creator's account is {value} days old"],
  ),
  bins(
    'project_ip_share_24h',
    'PROJECT_IP_SHARE',
    [0.2, 0.8, "{percent} of the project's pledges within a day are from this address"],
    [0.4, 1.6, "{percent} of the project's pledges within a day are from this address"],
    [0.7, 2.2, "{percent} of the project's pledges within a day are from this address"],
  ),
  bins(
    'project_ip_pledges_24h',
    'PROJECT_IP_PLEDGES',
    [3, 0.5, '{value} earlier pledges to this project from this address within a day'],
    [6, 1.1, '{value} earlier pledges to this project from this address within a day'],
    [15, 1.8, '{value} earlier pledges to this project from this address within a day'],
  ),
  // A share is itself a probability: its log-odds less the base rate's, and a little less because fraud ends.
  bins(
    'project_fraud_share_30d',
    'PROJECT_FRAUD',
    [0.02, 1.2, 'Fraud is known on this project (smoothed share {percent})'],
    [0.05, 2.2, 'Much fraud is known on this project (smoothed share {percent})'],
    [0.15, 3.4, 'Much fraud is known on this project (smoothed share {percent})'],
    [0.3, 4.2, 'Most pledges to this project may be fraud (smoothed share {percent})'],
  ),
];

/** Points by judgement, until a model is trained. */
export const priorScorecard = scorecardModel('prior-1', logit(0.003), priorEntries);

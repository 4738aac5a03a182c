import type { RuleBody, RuleView } from '#libs/contracts';
import type { HttpService } from '#libs/http';
import { RuleService } from '#libs/trust';
import { certifier } from './certifier.js';

/** Conditions as people write them, over every family and type of feature; each is asked at five limits. */
const conditions: readonly ((step: number) => string)[] = [
  (step) => `card_pledges_1h >= ${3 + step}`,
  (step) => `card_backers_7d >= ${2 + step} && base_amount >= ${1_000 * step}`,
  (step) => `card_declines_24h >= ${1 + step} || card_frauds_30d >= ${1 + step}`,
  (step) => `device_cards_24h >= ${2 + step}`,
  (step) => `device_backers_7d >= ${2 + step} && !card_in_ip_country`,
  (step) => `ip_cards_24h >= ${2 + step} && ip_is_hosting`,
  (step) => `ip_is_hosting && !card_in_ip_country && base_amount >= ${2_500 * step}`,
  (step) => `base_amount >= ${20_000 * (1 + step)} && account_age_days < ${30 - 5 * step}`,
  (step) => `account_age_days < ${0.1 + step} && ip_is_hosting`,
  (step) => `amount_to_backer_mean > ${3 + 2 * step}`,
  (step) => `email_is_disposable && base_amount >= ${1_000 * step}`,
  (step) => `email_is_free && email_digits_share > ${0.3 + step / 10}`,
  (step) => `email_domain.endsWith(".${['xyz', 'top', 'click', 'work', 'live'][step]}") && account_age_days < 30`,
  (step) => `card_country != ip_country && base_amount > ${1_000 * (1 + step)}`,
  (step) => `ip_country in ["NG", "VN", "RU", "BR"] && base_amount >= ${5_000 * step}`,
  (step) => `currency == "${['USD', 'EUR', 'GBP', 'JPY', 'CAD'][step]}" && !card_cvv_matches`,
  (step) => `!card_avs_matches && base_amount >= ${5_000 * (1 + step)}`,
  (step) => `card_is_prepaid && base_amount >= ${2_000 * (1 + step)}`,
  (step) => `project_ip_share_24h > ${0.3 + step / 10} && project_ip_pledges_24h >= ${3 + step}`,
  (step) => `project_fraud_share_30d > ${0.05 * (1 + step)} || backer_is_creator`,
];
const steps = 5;

function actionOf(place: number): Pick<RuleBody, 'action' | 'value'> {
  switch (place % 4) {
    case 0:
      return { action: 'manual_review' };
    case 1:
      return { action: 'add_to_score', value: 0.5 };
    case 2:
      return { action: 'reject' };
    default:
      return { action: 'tag', value: 'looked at' };
  }
}

export const hundredRules: readonly RuleBody[] = conditions.flatMap((condition, place) =>
  Array.from({ length: steps }, (_, step) => ({
    label: `Condition ${place + 1}, limit ${step + 1}`,
    expression: condition(step),
    ...actionOf(place + step),
  })),
);

/** A hundred rules, the last of them a draft and the others live, and no more; gives the draft. */
export async function writeRules(app: HttpService): Promise<RuleView> {
  const service = app.get(RuleService, { strict: false });
  for (const { id } of await service.list('live')) await service.change(id, 'retired', certifier);
  const written: RuleView[] = [];
  for (const body of hundredRules) written.push(await service.create(body, certifier));
  const draft = written.pop();
  if (draft === undefined) throw new Error('There are no rules.');
  for (const { id } of written) await service.change(id, 'live', certifier);
  return draft;
}

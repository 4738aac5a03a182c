import type { CaseEntity } from '#libs/contracts';

/** What a pledge can be told by. */
export interface Identified {
  readonly pledge_id: string;
  readonly backer_id: string | null;
  readonly card: string | null;
  readonly device: string | null;
}

export interface Entity {
  readonly kind: CaseEntity;
  readonly id: string;
}

/** Whom the case of a pledge is about: its backer; without one its card, then its device, and at last itself. */
export function entityOfPledge({ pledge_id, backer_id, card, device }: Identified): Entity {
  if (backer_id !== null) return { kind: 'backer', id: backer_id };
  if (card !== null) return { kind: 'card', id: card };
  if (device !== null) return { kind: 'device', id: device };
  return { kind: 'pledge', id: pledge_id };
}

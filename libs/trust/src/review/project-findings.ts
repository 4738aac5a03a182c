import type { CaseFinding } from '#libs/contracts';

/** An uncollected pledge of a project, as far as it ties people together. */
export interface TiedPledge {
  readonly pledge_id: string;
  readonly backer_id: string | null;
  readonly card: string | null;
  readonly device: string | null;
  /** Minor units of the company's currency; null: unknown, counts nothing. */
  readonly base_amount: number | null;
}

/** What is the creator's own: their id, and the cards and devices that they have used. */
export interface CreatorMarks {
  readonly creator_id: string | null;
  readonly cards: readonly string[];
  readonly devices: readonly string[];
}

export interface ProjectFindings {
  readonly findings: readonly CaseFinding[];
  /** Pledges that a finding is about. */
  readonly pledges: ReadonlySet<string>;
}

/** Families and offices share a card or a device; so many backers of one project that do are no family. */
const ringBackers = 4;

/** Who backs a project that should not be counted as backing it: its creator, and rings of backers who share cards or devices. */
export function findingsOf(pledges: readonly TiedPledge[], creator: CreatorMarks): ProjectFindings {
  const total = amountOf(pledges);
  const own = pledges.filter((pledge) => isCreators(pledge, creator));
  const rings = ringsOf(pledges.filter((pledge) => !own.includes(pledge)));
  const share = (part: readonly TiedPledge[]): number => (total === 0 ? 0 : amountOf(part) / total);
  const found = [
    ...(own.length === 0 ? [] : [{ part: own, code: 'CREATOR_BACKS' as const, value: creator.creator_id }]),
    ...rings.map((part) => ({ part, code: 'RING' as const, value: null })),
  ];
  return {
    findings: found.map(({ part, code, value }) => ({
      code,
      finding:
        code === 'RING'
          ? `${backersOf(part).size} backers are tied by cards or devices that they share`
          : 'The creator backs the project, or somebody with a card or device of theirs does',
      value,
      pledges: part.length,
      share: share(part),
    })),
    pledges: new Set(found.flatMap(({ part }) => part.map(({ pledge_id }) => pledge_id))),
  };
}

const amountOf = (pledges: readonly TiedPledge[]): number =>
  pledges.reduce((sum, { base_amount }) => sum + (base_amount ?? 0), 0);

const backersOf = (pledges: readonly TiedPledge[]): ReadonlySet<string> =>
  new Set(pledges.flatMap(({ backer_id }) => backer_id ?? []));

const isCreators = (pledge: TiedPledge, { creator_id, cards, devices }: CreatorMarks): boolean =>
  creator_id !== null &&
  (pledge.backer_id === creator_id ||
    (pledge.card !== null && cards.includes(pledge.card)) ||
    (pledge.device !== null && devices.includes(pledge.device)));

/** Connected components over backers, cards and devices (union-find), those of enough backers; the largest first. */
function ringsOf(pledges: readonly TiedPledge[]): TiedPledge[][] {
  const parent = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    parent.set(name, root);
    return root;
  };
  const marksOf = ({ backer_id, card, device }: TiedPledge): string[] => [
    ...(backer_id === null ? [] : [`backer ${backer_id}`]),
    ...(card === null ? [] : [`card ${card}`]),
    ...(device === null ? [] : [`device ${device}`]),
  ];
  for (const pledge of pledges) {
    const [first, ...others] = marksOf(pledge);
    if (first === undefined) continue;
    for (const other of others) parent.set(rootOf(other), rootOf(first));
  }
  const components = new Map<string, TiedPledge[]>();
  for (const pledge of pledges) {
    const [first] = marksOf(pledge);
    if (first === undefined) continue;
    const root = rootOf(first);
    components.set(root, [...(components.get(root) ?? []), pledge]);
  }
  return [...components.values()]
    .filter((part) => backersOf(part).size >= ringBackers)
    .toSorted((one, other) => other.length - one.length);
}

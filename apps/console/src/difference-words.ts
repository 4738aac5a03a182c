import type { ExperimentPhase } from '#libs/contracts';

/** A definition that an experiment keeps in the version of its start. */
type Pinned = { readonly version: number } & ({ readonly metric: string } | { readonly fact: string });

/** A value as it is kept, to the letter; what is pinned by its name and version, a phase by its weights. Longer than 120 characters it is cut. */
export function differenceText(value: unknown): string {
  const text = whole(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

function whole(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return value;
  if (isPinned(value)) return pinnedText(value);
  if (Array.isArray(value) && value.length > 0 && value.every(isPinned)) return value.map(pinnedText).join(', ');
  if (isPhase(value)) return phaseText(value);
  if (Array.isArray(value) && value.length > 0 && value.every(isPhase)) return value.map(phaseText).join('; ');
  return JSON.stringify(value);
}

/** Since when is beside it: a phase opens with its version. */
const phaseText = ({ why, flag, weights }: ExperimentPhase): string =>
  [
    why === 'start' ? 'from the start' : `changed ${why}${flag === null ? '' : ` of ${flag}`}`,
    ...Object.entries(weights).map(([variant, weight]) => `${variant} ${weight}`),
  ].join(', ');

function isPhase(value: unknown): value is ExperimentPhase {
  if (typeof value !== 'object' || value === null) return false;
  const { why, from, weights } = value as Readonly<Record<string, unknown>>;
  return typeof why === 'string' && typeof from === 'string' && typeof weights === 'object' && weights !== null;
}

const pinnedText = (pinned: Pinned): string =>
  `${'metric' in pinned ? pinned.metric : pinned.fact} version ${pinned.version}`;

function isPinned(value: unknown): value is Pinned {
  if (typeof value !== 'object' || value === null) return false;
  const { metric, fact, version, added_at: addedAt } = value as Readonly<Record<string, unknown>>;
  return typeof version === 'number' && typeof (metric ?? fact) === 'string' && addedAt !== undefined;
}

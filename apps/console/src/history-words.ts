import type { HistoryEntity, HistoryFacet, HistoryItem, HistoryKind } from '#libs/contracts';

/** Whose history can be asked for. */
export const entityWords: Readonly<Record<HistoryEntity, string>> = {
  backer: 'Backer',
  visitor: 'Visitor',
  card: 'Card',
  device: 'Device',
  ip: 'IP address',
  email: 'E-mail',
  project: 'Project',
  pledge: 'Pledge',
};

export const entityNames = Object.keys(entityWords) as readonly HistoryEntity[];

/** In a sentence: "the history of a backer". */
export const inSentence = (kind: HistoryEntity): string =>
  kind === 'ip' ? entityWords.ip : entityWords[kind].toLowerCase();

export const kindWords: Readonly<Record<HistoryKind, string>> = {
  event: 'Event',
  assessment: 'Assessment',
  outcome: 'Outcome',
};

/** What became of the pledge, where an item tells it. */
export function outcomeOf({ kind, properties }: HistoryItem): string | undefined {
  const what = properties['kind'];
  return kind === 'outcome' && typeof what === 'string' ? what : undefined;
}

/** The page of one history. */
export const historyAddress = (kind: HistoryEntity, id: string): string => `/history/${kind}/${encodeURIComponent(id)}`;

/** What a search is broken down by, beside its items. */
export const shownFacets: readonly (readonly [facet: HistoryFacet, name: string])[] = [
  ['kind', 'Kind'],
  ['name', 'Name'],
  ['disposition', 'Disposition'],
  ['risk_level', 'Risk level'],
  ['country', 'Country'],
];

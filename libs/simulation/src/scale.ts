/** small ≈ 0.1 million events, medium ≈ 1 million, large ≈ 10 million. */
export type ScaleName = 'small' | 'medium' | 'large';

/** How much of everything there is in 85 days; a longer or shorter history has more or less of it. */
export interface Scale {
  readonly name: ScaleName;
  readonly visitors: number;
  readonly projects: number;
  /** Times that each fraud scheme is run. */
  readonly cardTestings: number;
  readonly stolenCardWaves: number;
  readonly rings: number;
  readonly selfBackers: number;
}

const scales: Readonly<Record<ScaleName, Scale>> = {
  small: {
    name: 'small',
    visitors: 22_000,
    projects: 380,
    cardTestings: 2,
    stolenCardWaves: 2,
    rings: 1,
    selfBackers: 1,
  },
  medium: {
    name: 'medium',
    visitors: 200_000,
    projects: 1_500,
    cardTestings: 12,
    stolenCardWaves: 16,
    rings: 8,
    selfBackers: 8,
  },
  large: {
    name: 'large',
    visitors: 2_000_000,
    projects: 9_000,
    cardTestings: 100,
    stolenCardWaves: 120,
    rings: 60,
    selfBackers: 60,
  },
};

/** The length of history that the numbers above are of. */
const USUAL_DAYS = 85;

export function scaleOf(name: ScaleName, days: number): Scale {
  const scale = scales[name];
  const part = days / USUAL_DAYS;
  return { ...scale, visitors: Math.round(scale.visitors * part), projects: Math.ceil(scale.projects * part) };
}

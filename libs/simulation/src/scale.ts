/** small ≈ 0.1 million events, medium ≈ 1 million, large ≈ 10 million. */
export type ScaleName = 'small' | 'medium' | 'large';

export { statisticsParts } from './certificate/parts.js';
export { neverRow } from './certificate/rows.js';
export { simulateCompany } from './company.js';
export type { SimulatedCompany } from './company.js';
export type { MetricKey, SimulatedExperiment } from './experiments.js';
export { FinalTables, type PledgeStateRow } from './final-tables.js';
export { toMixpanel } from './mixpanel.js';
export type { MixpanelEvent } from './mixpanel.js';
export type { CompanyOptions } from './plans.js';
export type {
  BackerRow,
  EventName,
  OutcomeRow,
  PledgeRow,
  ProjectRow,
  ProjectState,
  PropertyValue,
  RateRow,
  SimulatedEvent,
  SimulatedRecord,
} from './records.js';
export type { ScaleName } from './scale.js';
export type { PlantedExperiment, PlantedFraud, Truths } from './truths.js';

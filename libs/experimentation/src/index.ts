export { AssignmentService } from './assignment/assignment.service.js';
export { ExperimentRepository } from './experiment/experiment.repository.js';
export { ExperimentService } from './experiment/experiment.service.js';
export type { Schedule } from './experiment/experiment.service.js';
export { actionsFrom, experimentTransitions, stateAfter } from './experiment/experiment-state.js';
export { metricCatalogue, metricView } from './experiment/metric-catalogue.js';
export type { Metric } from './experiment/metric-catalogue.js';
export { SnapshotFigures } from './snapshot/snapshot-figures.js';
export { SnapshotService } from './snapshot/snapshot.service.js';

export { addressOf } from './connection.js';
export { csvOf, csvText } from './csv.js';
export {
  Caller,
  Public,
  Revalidated,
  Rules,
  Scope,
  Summary,
  TestKeys,
  publicKey,
  scopeKey,
  testKeysKey,
} from './decorators.js';
export type { CallerRequest, JsonBytes, JsonText, RouteRules } from './decorators.js';
export { unlessKnown } from './entity-tag.js';
export { eventFrame } from './event-stream.js';
export type { EventStream } from './event-stream.js';
export { EventStreams } from './event-streams.js';
export type { StreamLimits, StreamReader } from './event-streams.js';
export { HealthRegistry } from './health.js';
export type { HealthState, Readiness } from './health.js';
export { HttpModule } from './http.module.js';
export { createHttpService } from './service.js';
export type { HttpOptions, HttpService } from './service.js';
export type { HttpLimits } from './read-bodies.js';
export { NoBody } from './no-body.js';
export { Metrics } from './metrics.js';
export type { Figures } from './metrics.js';
export { StatsdReporter } from './statsd.js';
export { openApiDocument } from './openapi.js';
export type { Answers } from './openapi.js';
export { parseJson } from './json.js';
export { problemOf } from './problem.js';
export type { Problem } from './problem.js';
export { refusedItem } from './validation.js';

export {
  VerdictError,
  conflict,
  forbidden,
  invalid,
  notFound,
  rateLimited,
  unauthenticated,
  unavailable,
} from './error.js';
export type { ErrorKind, FieldProblem } from './error.js';
export { escapePart, findUnstorable, isStorable } from './storable-text.js';

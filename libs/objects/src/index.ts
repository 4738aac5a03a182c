export { FolderStore } from './folder-store.js';
export { KeptCopies } from './kept-copies.js';
export { OBJECTS } from './object-store.js';
export type { ObjectStore } from './object-store.js';
export { openObjectStore } from './open-object-store.js';

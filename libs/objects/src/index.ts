export { FolderStore } from './folder-store.js';
export { OBJECTS } from './object-store.js';
export type { ObjectStore } from './object-store.js';

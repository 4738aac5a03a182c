// A service makes its look-up by the module; tests of what stands beside it make theirs by hand.
export { LiveGeo } from '../src/live-geo.js';

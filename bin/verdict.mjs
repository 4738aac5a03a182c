#!/usr/bin/env node
import { buildIfStale } from './build.mjs';

await buildIfStale();
await import('../dist/apps/verdict/src/main.js');

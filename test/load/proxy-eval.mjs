import { readFileSync } from 'node:fs';
import { evaluateFeatures } from '@growthbook/proxy-eval';
import fastify from 'fastify';

/** The peer: GrowthBook's remote evaluation behind Fastify, of the payload in a file. Its arguments are port and file. */
const payload = JSON.parse(readFileSync(process.argv[3], 'utf8'));
const app = fastify();
app.post('/api/eval/:key', ({ body: { attributes, forcedVariations, forcedFeatures, url } }) =>
  evaluateFeatures({ payload, attributes, forcedVariations, forcedFeatures: new Map(forcedFeatures), url }),
);
await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
process.send?.('ready');
process.on('disconnect', () => process.exit(0));

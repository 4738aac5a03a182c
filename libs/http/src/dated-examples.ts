import type { OpenAPIObject } from '@nestjs/swagger';
import { exampleDay } from '#libs/contracts';

const dayMs = 86_400_000;
const dayPattern = /\b\d{4}-\d{2}-\d{2}(?=["T])/g;

/** The description with the days of its examples moved so that they are as of `today`: what is old is refused or has no data. */
export function datedExamples(document: OpenAPIObject, today: Date): OpenAPIObject {
  const days = Math.floor(today.getTime() / dayMs) - Date.parse(exampleDay) / dayMs;
  const moved = (day: string): string => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
  const schemas = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => {
    if (!('example' in schema)) return [name, schema];
    return [name, { ...schema, example: JSON.parse(JSON.stringify(schema.example).replace(dayPattern, moved)) }];
  });
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } };
}

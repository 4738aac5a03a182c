-- What to mind when reading an answer: [{pointer, name, nearest, detail}], contracts/src/report.ts.
ALTER TABLE report ADD COLUMN warnings JSONB NOT NULL DEFAULT '[]';

const text = { type: 'string' };

/** `Problem` as JSON Schema. */
export const problemSchema = {
  type: 'object',
  description: 'RFC 9457. Read `type` and `problems` by program, `detail` yourself.',
  properties: {
    type: { ...text, description: '`urn:verdict:` and the kind of refusal, or `about:blank` for one of HTTP itself' },
    title: text,
    status: { type: 'integer' },
    detail: text,
    instance: { ...text, description: 'the id of the request, as in the log and in `x-request-id`' },
    problems: {
      type: 'array',
      description: 'what broke a rule, one by one',
      items: {
        type: 'object',
        properties: {
          pointer: { ...text, description: 'JSON pointer into the body, `?name` in the query or `{name}` in the path' },
          rule: text,
          detail: text,
        },
        required: ['pointer', 'rule', 'detail'],
      },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'instance'],
};

export const problemContent = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};

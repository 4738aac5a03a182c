type Attributes = Readonly<Record<string, unknown>>;

/** The attributes of an OpenFeature context: its targeting key is the id, and a visitor's unless another is named. */
export const attributesOf = (context: Attributes & { readonly targetingKey: string }): Attributes => ({
  ...context,
  id: context.targetingKey,
  visitor: context['visitor'] ?? context.targetingKey,
});

/** Whether these attributes are such a context. */
export const isContext = (attributes: Attributes): attributes is Attributes & { readonly targetingKey: string } =>
  typeof attributes['targetingKey'] === 'string';

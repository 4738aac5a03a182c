import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * What each route answers, as JSON Schemas (2020-12), from the types that its method is declared with: so the description
 * is as true as the compiler, and says what the types' comments say.
 * @param {string} root of the repository
 * @returns {{ answers: Record<string, Record<string, { schema: object }>>, schemas: Record<string, object> }} content by
 * operationId, without those that answer nothing; and the schemas that it refers to
 */
export function answersOf(root) {
  const program = compile(root);
  const describer = new Describer(program.getTypeChecker());
  const answers = {};
  for (const source of program.getSourceFiles()) {
    if (!source.fileName.endsWith('.controller.ts')) continue;
    for (const declared of source.statements.filter(ts.isClassDeclaration))
      for (const method of declared.members.filter((member) => ts.isMethodDeclaration(member) && isRoute(member))) {
        const answer = describer.answerOf(method);
        const controller = declared.name.text.replace(/Controller$/, '');
        if (answer !== undefined) answers[`${controller}_${method.name.getText()}`] = answer;
      }
  }
  return { answers: sorted(answers), schemas: sorted(describer.schemas) };
}

function compile(root) {
  const config = ts.readConfigFile(join(root, 'tsconfig.build.json'), (path) => ts.sys.readFile(path)).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return ts.createProgram(controllers(root), { ...options, noEmit: true, incremental: false, composite: false });
}

const controllers = (root) =>
  ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.controller.ts'))
      .map((name) => join(root, folder, name)),
  );

const isRoute = (method) =>
  (ts.getDecorators(method) ?? []).some(({ expression }) =>
    /^(Get|Post|Put|Patch|Delete)$/.test(expression.expression?.getText() ?? ''),
  );

/** Beside `undefined`, which is what a 304 has. */
const body = (node) => {
  const parts = (node?.types ?? []).filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
  return parts.length === 1 ? parts[0] : node;
};

const sorted = (object) => Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)));

class Describer {
  schemas = {};

  constructor(checker) {
    this.checker = checker;
  }

  answerOf(method) {
    const declared = body(promised(method.type));
    // Text that is JSON already: what it is the text of stands in its name only.
    if (/^Json(Text|Bytes)$/.test(declared?.typeName?.getText()))
      return json(this.schemaOf(this.checker.getTypeFromTypeNode(declared.typeArguments[0])));
    const signature = this.checker.getSignatureFromDeclaration(method);
    const returned = this.checker.getReturnTypeOfSignature(signature);
    const type = this.checker.getAwaitedType(returned) ?? returned;
    if (type.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) return undefined;
    if (type.flags & ts.TypeFlags.String) return { 'text/plain': { schema: { type: 'string' } } };
    const parts = type.isUnion() ? type.types : [type];
    if (!parts.some(isFile)) return json(this.schemaOf(type));
    const rest = parts.filter((part) => !isFile(part)).map((part) => this.schemaOf(part));
    const csv = { 'text/csv': { schema: { type: 'string' } } };
    if (rest.length === 0) return csv;
    return { ...json(rest.length === 1 ? rest[0] : { anyOf: rest }), ...csv };
  }

  schemaOf(type) {
    const { flags } = type;
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (flags & ts.TypeFlags.StringLike) return type.isStringLiteral() ? { const: type.value } : { type: 'string' };
    if (flags & ts.TypeFlags.NumberLike) return type.isNumberLiteral() ? { const: type.value } : { type: 'number' };
    if (flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: type.intrinsicName === 'true' };
    if (flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return {};
    if (flags & ts.TypeFlags.NonPrimitive) return { type: 'object' };
    if (type.symbol?.name === 'Date') return { type: 'string', format: 'date-time' };
    return this.named(type) ?? this.structureOf(type);
  }

  unionOf(types) {
    const present = types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
    const isBoolean = present.filter(({ flags }) => flags & ts.TypeFlags.BooleanLiteral).length === 2;
    const literals = present.filter((type) => type.isStringLiteral() || type.isNumberLiteral());
    const others = present.filter(
      (type) => !literals.includes(type) && !(isBoolean && type.flags & ts.TypeFlags.BooleanLiteral),
    );
    const schemas = [
      ...(literals.length > 0 ? [{ enum: literals.map(({ value }) => value).toSorted() }] : []),
      ...(isBoolean ? [{ type: 'boolean' }] : []),
      ...others.map((type) => this.schemaOf(type)),
    ];
    return schemas.length === 1 ? schemas[0] : { anyOf: schemas };
  }

  /** What has a name of ours is described once, under it. */
  named(type) {
    const symbol = type.aliasSymbol ?? type.symbol;
    const isOurs = symbol?.declarations?.some((at) => !at.getSourceFile().fileName.includes('node_modules'));
    const isNamed = symbol?.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias);
    const isWords = type.isUnion() && type.types.every(({ flags }) => flags & ts.TypeFlags.Literal);
    if (!isOurs || !isNamed || isWords || type.aliasTypeArguments || type.typeArguments?.length > 0) return undefined;
    if (this.schemas[symbol.name] === undefined) {
      this.schemas[symbol.name] = {};
      Object.assign(this.schemas[symbol.name], this.structureOf(type), commentOf(symbol, this.checker));
    }
    return { $ref: `#/components/schemas/${symbol.name}` };
  }

  structureOf(type) {
    const { checker } = this;
    if (type.isUnion()) return this.unionOf(type.types);
    if (checker.isTupleType(type)) {
      const items = checker.getTypeArguments(type).map((item) => this.schemaOf(item));
      return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
    }
    if (checker.isArrayType(type)) return { type: 'array', items: this.schemaOf(checker.getTypeArguments(type)[0]) };
    const properties = {};
    const required = [];
    for (const property of checker.getPropertiesOfType(type)) {
      properties[property.name] = this.propertyOf(property);
      if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name);
    }
    const index = checker.getIndexInfosOfType(type).find(({ keyType }) => keyType.flags & ts.TypeFlags.StringLike);
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 ? { properties } : {}),
      ...(required.length > 0 ? { required } : {}),
      ...(index === undefined ? {} : { additionalProperties: this.schemaOf(index.type) }),
    };
  }

  propertyOf(property) {
    const schema = this.schemaOf(this.checker.getTypeOfSymbol(property));
    return { ...schema, ...commentOf(property, this.checker) };
  }
}

const json = (schema) => ({ 'application/json': { schema } });
/** A declared type, or what the promise of it is of. */
const promised = (type) => (type?.typeName?.getText() === 'Promise' ? type.typeArguments[0] : type);
/** The files of ours are CSV. */
const isFile = (type) => type.symbol?.name === 'StreamableFile';

function commentOf(symbol, checker) {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replaceAll(/\s+/g, ' ').trim();
  return text === '' ? {} : { description: text };
}

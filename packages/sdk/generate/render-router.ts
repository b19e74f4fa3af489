import {
  type ContractSchemas,
  type ContractTree,
  idOf,
  isProcedure,
  type JsonSchema,
  type Procedure,
  type ProcedureSchemas,
  requestReasons,
  type Side,
} from "@mainstay/contracts";
import { renderDoc, renderKey, type RenderOptions, renderType } from "./render-type.ts";

const header = (
  procedureTypes: string,
): string => `// Generated from the contract by \`pnpm generate\`; changes here are lost.
import type * as Rpc from "${procedureTypes}";
`;
const taken = new Set(["Api", "CommonReason", "Reasons", "Rpc", "Record"]);
/** What the client itself is asked for by these names. */
const takenModules = new Set(["close", "then"]);
const wrapper = { query: "Query", mutation: "Mutation", subscription: "Subscription" } as const;

/** The SDK's types for a contract, without zod: what an SDK user's compiler reads. */
export function renderRouter(
  tree: ContractTree,
  schemas: ContractSchemas,
  procedureTypes: string,
): string {
  const names = nameSchemas(schemas);
  const byPath = new Map(schemas.procedures.map((one) => [one.path, one]));
  for (const name of Object.keys(tree)) {
    if (takenModules.has(name))
      throw new Error(`No module can be called ${name}: the client has that itself.`);
  }
  const pathsOf = (condition: (procedure: Procedure) => boolean): string =>
    JSON.stringify(
      schemas.procedures.filter((one) => condition(one.procedure)).map((one) => one.path),
    );
  return [
    header(procedureTypes),
    ...renderNamed(schemas, names),
    renderReasons(schemas, names),
    `export type CommonReason =${requestReasons.map(({ reason }) => `\n  | ${JSON.stringify(reason)}`).join("")};\n`,
    `export interface Api ${renderTree(tree, [], byPath, names)}\n`,
    `/** Queries whose input must not stand in a URL. */
export const queriesByPost: ReadonlySet<string> = new Set(${pathsOf((p) => p.kind === "query" && p.sensitive)});\n`,
    `/** Mutations that take no idempotency key, and so are never repeated by themselves. */
export const mutationsWithoutKey: ReadonlySet<string> = new Set(${pathsOf((p) => p.kind === "mutation" && p.idempotency === "none")});\n`,
  ].join("\n");
}

type Names = Record<Side, RenderOptions>;

/** A schema has one type, unless a caller writes it differently from how it is answered: then `XInput` is the caller's. */
function nameSchemas({ inputs, outputs }: ContractSchemas): Names {
  const plain: Names = {
    input: { nameOf: (id) => id, openEnums: false },
    output: { nameOf: (id) => id, openEnums: true },
  };
  const differs = new Set(
    Object.entries(inputs)
      .filter(([id, schema]) => {
        const answered = outputs[id];
        return answered && renderType(schema, plain.input) !== renderType(answered, plain.output);
      })
      .map(([id]) => id),
  );
  // What refers to one that differs, differs too.
  for (let grew = true; grew;) {
    grew = false;
    for (const [id, schema] of Object.entries(inputs)) {
      if (differs.has(id) || !outputs[id]) continue;
      if (!refsIn(schema).some((ref) => differs.has(ref))) continue;
      differs.add(id);
      grew = true;
    }
  }
  for (const id of Object.keys({ ...inputs, ...outputs })) {
    if (!/^[A-Z]\w*$/.test(id) || taken.has(id))
      throw new Error(`${id} cannot be a schema's name.`);
    const clash = `${id}Input`;
    if (differs.has(id) && (inputs[clash] || outputs[clash])) {
      throw new Error(`${clash} cannot be a schema's name: it is what callers write for ${id}.`);
    }
  }
  const nameOf = (id: string): string => (differs.has(id) ? `${id}Input` : id);
  return { input: { nameOf, openEnums: false }, output: plain.output };
}

function renderNamed({ inputs, outputs }: ContractSchemas, names: Names): string[] {
  const declared = new Map<string, string>();
  const declare = (id: string, schema: JsonSchema, side: Side): void => {
    const name = names[side].nameOf(id);
    if (!declared.has(name)) declared.set(name, renderDeclaration(name, schema, names[side]));
  };
  for (const [id, schema] of Object.entries(outputs)) declare(id, schema, "output");
  for (const [id, schema] of Object.entries(inputs)) declare(id, schema, "input");
  return [...declared].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
}

function renderDeclaration(name: string, schema: JsonSchema, options: RenderOptions): string {
  const type = renderType(schema, options);
  const doc = renderDoc([schema.description, schema.deprecated ? "@deprecated" : undefined], "");
  const fields =
    schema.type === "object" && schema.properties && Object.keys(schema.properties).length > 0;
  return `${doc}export ${fields ? `interface ${name} ${type}` : `type ${name} = ${type};`}\n`;
}

function renderReasons({ reasons }: ContractSchemas, names: Names): string {
  const lines = Object.values(reasons).map(({ reason, kind, message, details }) => {
    const type = renderType(details, names.output, "    ");
    return `${renderDoc([message], "  ")}  ${JSON.stringify(reason)}: {\n    kind: ${JSON.stringify(kind)};\n    details: ${type};\n  };\n`;
  });
  return `/** Every reason that a call can be refused with. */\nexport interface Reasons {\n${lines.join("")}}\n`;
}

function renderTree(
  tree: ContractTree,
  above: readonly string[],
  byPath: ReadonlyMap<string, ProcedureSchemas>,
  names: Names,
): string {
  const indent = "  ".repeat(above.length);
  const lines = Object.entries(tree).map(([name, node]) => {
    const path = [...above, name];
    const found = byPath.get(path.join("."));
    const value = isProcedure(node)
      ? found && renderProcedure(found, names, `${indent}  `)
      : renderTree(node, path, byPath, names);
    const doc = isProcedure(node) ? procedureDoc(node, `${indent}  `) : "";
    return `${doc}${indent}  ${renderKey(name)}: ${value};\n`;
  });
  return `{\n${lines.join("")}${indent}}`;
}

function renderProcedure(
  { procedure, input, output }: ProcedureSchemas,
  names: Names,
  indent: string,
): string {
  const render = (schema: JsonSchema | null, side: Side): string =>
    schema ? renderType(schema, names[side], indent) : "void";
  const reasons = procedure.errors.map(({ reason }) => JSON.stringify(reason)).join(" | ");
  const types = [render(input, "input"), render(output, "output"), ...(reasons ? [reasons] : [])];
  return `Rpc.${wrapper[procedure.kind]}<${types.join(", ")}>`;
}

function procedureDoc(
  { summary, description, access, deprecated }: Procedure,
  indent: string,
): string {
  const needs =
    typeof access === "object" ? `Needs the permission \`${access.permission}\`.` : undefined;
  const ends = deprecated
    ? `@deprecated since ${deprecated.since}, gone after ${deprecated.sunset}: use ${deprecated.use}`
    : undefined;
  const further = [description, needs].filter((line) => line !== undefined);
  const parts = [summary, ...further.flatMap((line) => ["", line])];
  return renderDoc([...parts, ends], indent);
}

function refsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(refsIn);
  if (schema === null || typeof schema !== "object") return [];
  return Object.entries(schema).flatMap(([keyword, value]) =>
    keyword === "$ref" && typeof value === "string" ? [idOf(value)] : refsIn(value),
  );
}

import { type ContractTree, type Procedure, type Rest, walk } from "@mainstay/contracts";
import { z } from "zod";

export interface RestRoute extends Rest {
  readonly name: string;
  readonly procedure: Procedure;
  /** Names of the input fields that stand in the path. */
  readonly inPath: readonly string[];
}

/** The REST face of a contract: every query and mutation, at the place it states or one made of its name. */
export function restRoutes(contract: ContractTree): RestRoute[] {
  const taken = new Map<string, string>();
  return [...walk(contract)]
    .filter(({ procedure }) => procedure.kind !== "subscription")
    .map(({ path: name, procedure }) => {
      const { method, path } = procedure.rest ?? defaultRest(name, procedure);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, field]) => String(field));
      const address = `${method} ${path.replace(/\{\w+\}/g, "{}")}`;
      const other = taken.get(address);
      if (other) throw new Error(`${name} and ${other} have one address in REST: ${address}`);
      taken.set(address, name);
      return { name, procedure, method, path, inPath };
    });
}

/** Nested input does not fit a query string, and secret input must not stand in a URL: both go by POST. */
function defaultRest(name: string, procedure: Procedure): Rest {
  const path =
    `/${name.replaceAll(".", "/").replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}` as const;
  const byGet = procedure.kind === "query" && !procedure.sensitive && isFlat(procedure.input);
  return { method: byGet ? "GET" : "POST", path };
}

const isFlat = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodVoid ||
  (schema instanceof z.ZodObject &&
    Object.values(schema.shape).every((field) => scalarType(field as z.ZodType) !== null));

/** What a field is under its optional, nullable and default wrappings; null for what is nested. */
export function scalarType(schema: z.core.$ZodType): "string" | "number" | "boolean" | null {
  const { def } = schema._zod as { def: z.core.$ZodTypeDef & { innerType?: z.core.$ZodType } };
  if (def.innerType) return scalarType(def.innerType);
  switch (def.type) {
    case "string":
    case "enum":
    case "literal":
    case "template_literal":
      return "string";
    case "number":
    case "int":
      return "number";
    case "boolean":
      return "boolean";
    default:
      return null;
  }
}

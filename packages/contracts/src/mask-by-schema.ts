import { z } from "zod";
import { markOf } from "./mark.ts";

/** A copy of a parsed value without what its schema marks; a null tells nothing and stays. */
export function maskBySchema(schema: z.ZodType, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  const mark = markOf(schema);
  if (mark) return `[${mark}]`;
  if (schema instanceof z.ZodArray) {
    const { element } = schema as z.ZodArray<z.ZodType>;
    return Array.isArray(value) ? value.map((each) => maskBySchema(element, each)) : value;
  }
  if (schema instanceof z.ZodTuple) {
    const { items, rest } = schema.def as unknown as TupleParts;
    return Array.isArray(value)
      ? value.map((each, at) => maskBySchema(items[at] ?? rest ?? z.unknown(), each))
      : value;
  }
  if (schema instanceof z.ZodObject && typeof value === "object") {
    const shape: Readonly<Record<string, z.ZodType>> = schema.shape;
    return maskFields(value, (name) => (Object.hasOwn(shape, name) ? shape[name] : undefined));
  }
  if (schema instanceof z.ZodRecord && typeof value === "object") {
    const { valueType } = schema as z.ZodRecord<z.ZodString, z.ZodType>;
    return maskFields(value, () => valueType);
  }
  // What several branches of a union accept is masked by each of them.
  return branchesOf(schema)
    .filter((branch) => !(schema instanceof z.ZodUnion) || branch.safeParse(value).success)
    .reduce<unknown>((masked, branch) => maskBySchema(branch, masked), value);
}

interface TupleParts {
  readonly items: readonly z.ZodType[];
  readonly rest: z.ZodType | null;
}

const maskFields = (value: object, of: (name: string) => z.ZodType | undefined): unknown =>
  Object.fromEntries(
    Object.entries(value).map(([name, each]: [string, unknown]) => {
      const field = of(name);
      return [name, field ? maskBySchema(field, each) : each];
    }),
  );

/** The schemas that a value of this one also is a value of: what is wrapped, or each alternative. */
export function branchesOf(schema: z.ZodType): readonly z.ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options as readonly z.ZodType[];
  if (schema instanceof z.ZodLazy) return [schema.unwrap() as z.ZodType];
  if (schema instanceof z.ZodIntersection) {
    return [schema.def.left as z.ZodType, schema.def.right as z.ZodType];
  }
  const { innerType } = schema.def as { innerType?: z.ZodType };
  return innerType ? [innerType] : [];
}

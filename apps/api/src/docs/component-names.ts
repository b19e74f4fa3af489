import type { ContractSchemas, JsonSchema, Side } from "@mainstay/contracts";

const ref = /^#\/\$defs\/(.+)$/;

/**
 * Named schemas as an OpenAPI document has them. A schema that is taken otherwise than it is answered
 * (defaults may be left out, unknown fields are refused) is there twice, the one that is taken with
 * `Input` after its name; and so is every schema that refers to such a one.
 */
export class Components {
  readonly schemas: Record<string, JsonSchema> = {};
  readonly #split: ReadonlySet<string>;

  constructor({ inputs, outputs }: Pick<ContractSchemas, "inputs" | "outputs">) {
    this.#split = splitNames(inputs, outputs);
    for (const [id, schema] of Object.entries(outputs)) this.add(id, this.refer(schema, "output"));
    for (const [id, schema] of Object.entries(inputs)) {
      if (this.#split.has(id) || !(id in outputs)) {
        this.add(this.#nameOf(id, "input"), this.refer(schema, "input"));
      }
    }
  }

  /** Adds a schema by the name it is told by. */
  add(name: string, schema: JsonSchema): JsonSchema {
    if (name in this.schemas)
      throw new Error(`Two schemas of the document would be called ${name}.`);
    this.schemas[name] = schema;
    return { $ref: `#/components/schemas/${name}` };
  }

  /** The same schema, with its references into the document. */
  refer(schema: JsonSchema, side: Side): JsonSchema {
    return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
      const id = key === "$ref" && typeof value === "string" ? ref.exec(value)?.[1] : undefined;
      return id === undefined ? value : `#/components/schemas/${this.#nameOf(id, side)}`;
    }) as JsonSchema;
  }

  #nameOf(id: string, side: Side): string {
    return side === "input" && this.#split.has(id) ? `${id}Input` : id;
  }
}

function splitNames(
  inputs: Readonly<Record<string, JsonSchema>>,
  outputs: Readonly<Record<string, JsonSchema>>,
): Set<string> {
  const both = Object.keys(inputs).filter((id) => id in outputs);
  const texts = new Map(both.map((id) => [id, JSON.stringify(inputs[id])]));
  const split = new Set(both.filter((id) => texts.get(id) !== JSON.stringify(outputs[id])));
  // What refers to a split schema is split too, until no more are found.
  for (let known = -1; known !== split.size;) {
    known = split.size;
    for (const [id, text] of texts) {
      if ([...split].some((other) => text.includes(`"#/$defs/${other}"`))) split.add(id);
    }
  }
  return split;
}

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type Variable, variableNames, variables } from "../src/env-variables.ts";

/** Writes `.env.example` at the repository's root; with `--check`, fails when it is stale. */
const file = path.join(import.meta.dirname, "../../../.env.example");
const width = 100;

const header = `# Made from packages/runtime/src/env-variables.ts by \`pnpm generate\`: change it there.
#
# Copy it to .env and uncomment what you change; what is set in the environment wins over the file.
# Development needs none of it. Outside development, what is marked as required must be set, and the
# values that are only for development are refused.
`;

const wrap = (text: string): string[] =>
  text.split(" ").reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > width) lines.push(`# ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
    return lines;
  }, []);

function describe(name: string, { about, schema, development, form }: Variable): string {
  const byDefault = schema.safeParse(undefined);
  const required = !byDefault.success;
  const value = development?.({}) ?? (byDefault.success ? plain(byDefault.data) : "");
  return [
    ...wrap(about),
    ...(required ? ["# Required outside development."] : []),
    ...(form ? wrap(`Form: ${form}`) : []),
    ...(development ? ["# Only for development:"] : []),
    `# ${name}=${value}`,
  ].join("\n");
}

const plain = (value: unknown): string => {
  if (value === undefined || Array.isArray(value) || value instanceof Map) return "";
  return z.union([z.string(), z.number()]).parse(value).toString();
};

const content = [
  header,
  ...variableNames.map((name) => `${describe(name, variables[name])}\n`),
].join("\n");
const current = existsSync(file) ? readFileSync(file, "utf8") : null;

if (process.argv.includes("--check")) {
  if (current !== content) {
    console.error(".env.example is stale: run pnpm generate.");
    process.exitCode = 1;
  }
} else if (current !== content) writeFileSync(file, content);

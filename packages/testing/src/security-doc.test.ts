import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.join(import.meta.dirname, "../../..");
const page = readFileSync(path.join(root, "docs/security.md"), "utf8");

interface Row {
  readonly requirement: string;
  readonly rule: string;
  readonly proofs: readonly string[];
}
/** `| 6.3.8 | the rule | file.test.ts › a test's name; another |` */
const rows: readonly Row[] = page
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter(([, requirement]) => /^\d+\.\d+\.\d+/.test(requirement ?? ""))
  .map(([, requirement = "", rule = "", proof = ""]) => ({
    requirement,
    rule,
    proofs: proof.split(";").map((one) => one.trim()),
  }));

describe("docs/security.md", () => {
  it("has at least forty rows, each with a rule", () => {
    expect(rows.length).toBeGreaterThanOrEqual(40);
    expect(rows.filter(({ rule }) => rule === "")).toEqual([]);
  });

  it.each(rows.flatMap(({ requirement, proofs }) => proofs.map((proof) => [requirement, proof])))(
    "%s is proven by a test that exists: %s",
    (_requirement, proof = "") => {
      const [file = "", name = ""] = proof.replaceAll("`", "").split(" › ");
      const at = path.join(root, file);
      expect({ file, exists: existsSync(at) }).toEqual({ file, exists: true });
      expect(name).not.toBe("");
      expect(readFileSync(at, "utf8")).toContain(name);
    },
  );
});

import { describe, expect, it } from "vitest";
import { csvOf } from "./csv.ts";

describe("a CSV", () => {
  it.each([
    [["a", "b"], "a,b\r\n"],
    [["a,b", 'say "no"', "two\nlines", null, ""], '"a,b","say ""no""","two\nlines",,\r\n'],
    [[-5, 0, 1.5], "-5,0,1.5\r\n"],
    [["=1+1", "+1", "-1", "@a", "\tx"], "'=1+1,'+1,'-1,'@a,'\tx\r\n"],
    [['=cmd|"/c calc"!A1'], '"\'=cmd|""/c calc""!A1"\r\n'],
  ])("has %j as %j", (row, line) => {
    expect(csvOf([row])).toBe(line);
  });
});

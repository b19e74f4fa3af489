import { describe, expect, it } from "vitest";
import { csvOf } from "./csv.ts";

describe("a CSV", () => {
  it.each([
    [["a", "b"], "a,b\r\n"],
    [["a,b", 'say "no"', "two\nlines", null, ""], '"a,b","say ""no""","two\nlines",,\r\n'],
    [[-5, 0, 1.5], "-5,0,1.5\r\n"],
    [["=1+1", "+1", "-1", "@a", "\tx"], "'=1+1,'+1,'-1,'@a,'\tx\r\n"],
    [["\n=1", "＝1", "＋1", "－1", "＠a"], `"'\n'=1",'＝1,'＋1,'－1,'＠a\r\n`],
    [
      ["x;=1+1;y", "x\t-1", "x\n+1", "x\r\n@a", "x;＝1"],
      `x;'=1+1;y,x\t'-1,"x\n'+1","x\r\n'@a",x;'＝1\r\n`,
    ],
    [['x;"=1+1"'], `"x;""'=1+1"""\r\n`],
    [["a=1; b=-2", "2026-01-15", "a-b@c.example"], "a=1; b=-2,2026-01-15,a-b@c.example\r\n"],
    [['=cmd|"/c calc"!A1'], '"\'=cmd|""/c calc""!A1"\r\n'],
  ])("has %j as %j", (row, line) => {
    expect(csvOf([row])).toBe(line);
  });
});

import { afterEach, expect, it, vi } from "vitest";
import { reportFaults } from "./report-faults.ts";

afterEach(() => vi.unstubAllGlobals());

it("a fault is reported without the token that opens the page", () => {
  const token = `mps_${"t".repeat(43)}`;
  const on: Record<string, (event: object) => void> = {};
  vi.stubGlobal("addEventListener", (name: string, listener: (event: object) => void) => {
    on[name] = listener;
  });
  const mutate = vi.fn(() => Promise.resolve({}));
  const mainstay = { platform: { clientErrors: { log: { mutate } } } };
  reportFaults(mainstay as unknown as Parameters<typeof reportFaults>[0], { release: "1", token });
  const error = new Error(`nothing at https://pay.example/#${token}`);
  on["error"]?.({ error, message: "" });
  on["unhandledrejection"]?.({ reason: `no ${token}` });
  expect(mutate).toHaveBeenCalledTimes(2);
  expect(JSON.stringify(mutate.mock.calls)).not.toContain("ttt");
  expect(mutate).toHaveBeenLastCalledWith({ app: "pay", message: "no [token]", release: "1" });
});

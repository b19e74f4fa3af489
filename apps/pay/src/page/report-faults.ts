import type { Mainstay } from "@mainstay/sdk";

/** A page that breaks in somebody's phone says so, and never how to open it. */
export function reportFaults(
  mainstay: Pick<Mainstay, "platform">,
  { release, token }: { readonly release: string; readonly token: string },
): void {
  // A browser, or an app around it, may put the address into what it says.
  const without = (text: string): string => text.replaceAll(token, "[token]");
  const report = (fault: unknown): void => {
    const { message, stack } =
      fault instanceof Error ? fault : { message: String(fault), stack: undefined };
    mainstay.platform.clientErrors.log
      .mutate({
        app: "pay",
        message: without(message) || "no message",
        ...(stack === undefined ? {} : { stack: without(stack) }),
        ...(release === "" ? {} : { release }),
      })
      // A report that fails must not be reported.
      .catch(() => {});
  };
  addEventListener("error", ({ error, message }) => report(error ?? message));
  addEventListener("unhandledrejection", ({ reason }) => report(reason));
}

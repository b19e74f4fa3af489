import { z } from "zod";
import { anyone, signedIn } from "../access.ts";
import { mutation, query } from "../define.ts";

export const SystemInfo = z
  .object({
    version: z.string().meta({ examples: ["0.1.0"] }),
    time: z.iso.datetime().describe("The server's clock."),
    oldestSdk: z
      .string()
      .meta({ description: "Older SDKs are not served any more.", examples: ["0.1.0"] }),
  })
  .meta({ id: "SystemInfo" });

export const system = {
  info: query({
    summary: "Version and time of the server",
    access: anyone,
    output: SystemInfo,
    rest: { method: "GET", path: "/info" },
  }),
  liveTicket: mutation({
    summary: "A short-lived ticket for server-sent events",
    description:
      "An EventSource cannot send headers, and an access token must not stand in a URL. A ticket can: it opens subscriptions only, for a minute.",
    access: signedIn,
    whileSignedInAs: true,
    visitors: true,
    output: z
      .object({ ticket: z.string(), expiresAt: z.iso.datetime() })
      .meta({ id: "LiveTicket" }),
    idempotency: "none",
    audit: "none",
    sensitive: true,
  }),
};

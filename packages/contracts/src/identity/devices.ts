import { z } from "zod";
import { withAccount } from "../access.ts";
import { mutation, query } from "../define.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import { setting } from "../setting.ts";
import { moment } from "./account.ts";

export const trustedDeviceDays = setting("identity.trusted_device_days", {
  schema: z.int().min(1).max(365),
  default: 90,
  description: "For how many days a trusted device is asked for no second factor.",
});
export const trustedDeviceCookie = setting("identity.trusted_device_cookie", {
  schema: z.string().regex(/^[\w-]{1,64}$/),
  default: "mainstay_device",
  description: "The name of the cookie that a device is known by.",
});

export const deviceMissing = reason("identity.device_missing", {
  kind: "not_found",
  message: "There is no device {deviceId} of this account.",
  details: z.object({ deviceId: z.string() }),
});

export const DeviceView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    current: z.boolean(),
    trustedUntil: moment.nullable().describe("Until then it is asked for no second factor."),
    createdAt: moment,
    seenAt: moment,
  })
  .meta({ id: "Device" });

export const devices = {
  list: query({
    summary: "Devices that this account has signed in on",
    access: withAccount,
    input: z.object(pageInput),
    output: page(DeviceView),
  }),
  revoke: mutation({
    summary: "Forget a device: it is trusted no more, and its sessions end",
    access: withAccount,
    fresh: true,
    limit: "write",
    input: z.object({ deviceId: z.uuid() }),
    output: z.void(),
    errors: [deviceMissing],
  }),
};

import { deliverWith } from "@mainstay/core/platform/notifications/deliver";
import { createServices, readEnv, silent } from "@mainstay/runtime";
import { createQueues, startJobWorker } from "@mainstay/runtime/jobs";
import { createWebPush } from "@mainstay/runtime/web-push";
import { type DeliverOrder, notices, quickDeliver, quickTiming } from "./deliver-order.ts";

/** A whole worker that delivers until somebody kills it. */
const order = JSON.parse(process.argv[2] ?? "") as DeliverOrder;
const env = readEnv(order.env);
const services = await createServices(env, { name: "deliver-child", log: silent });
const queues = createQueues({
  url: env.DATABASE_URL,
  redis: services.redis,
  name: "deliver-child",
  log: silent,
  timing: quickTiming,
});
const webPush =
  order.pushUrl === null
    ? null
    : createWebPush({
        publicKey: env.VAPID_PUBLIC_KEY ?? "",
        privateKey: env.VAPID_PRIVATE_KEY ?? "",
        contact: "mailto:post@mainstay.test",
        via: order.pushUrl,
      });
await startJobWorker({
  services: { ...services, webPush },
  queues,
  jobs: quickDeliver,
  handlers: { deliver: deliverWith(Object.values(notices)) },
  relay: { pollMs: 50 },
});

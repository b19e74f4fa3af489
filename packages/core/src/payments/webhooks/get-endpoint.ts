import { type payments, readWebhooks } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { endpointView } from "./endpoint-view.ts";
import { requireEndpoint } from "./require-endpoint.ts";

export const getEndpoint: UseCase<typeof payments.webhooks.get> = async (ctx, { endpointId }) =>
  endpointView(await requireEndpoint(ctx, endpointId, readWebhooks));

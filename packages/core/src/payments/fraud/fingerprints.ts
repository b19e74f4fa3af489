import { networkOf } from "../../network.ts";
import type { Sealer } from "../../ports.ts";

/** Two merchants may call two people the same. */
export const payerHash = (sealer: Sealer, merchantId: string, payerId: string): Buffer =>
  sealer.fingerprint(`fraud_payer:${merchantId}:${payerId}`);

/** Of the network that a subscriber has, as orders keep it. */
export const ipHash = (sealer: Sealer, ip: string): Buffer =>
  sealer.fingerprint(`payer_ip:${networkOf(ip)}`);

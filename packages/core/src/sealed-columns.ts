import { identitySealed } from "./identity/sealed-columns.ts";
import { paymentsSealed } from "./payments/sealed-columns.ts";
import { platformSealed } from "./platform/index.ts";
import type { SealedColumn } from "./platform/index.ts";

/** What is kept sealed in the product: one line a module. */
export const sealedColumns: readonly SealedColumn[] = [
  ...platformSealed,
  ...identitySealed,
  ...paymentsSealed,
];

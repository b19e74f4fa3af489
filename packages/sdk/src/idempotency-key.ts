/** A call's options with a key of the caller's own: `pay.mutate(input, idempotencyKey(order.id))`. */
export const idempotencyKey = (key: string): { context: { idempotencyKey: string } } => ({
  context: { idempotencyKey: key },
});

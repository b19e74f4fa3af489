import { context, propagation } from "@opentelemetry/api";

/** The W3C trace context of what runs now, as a header or an outbox row carries it; null without a trace. */
export function currentTrace(): string | null {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier["traceparent"] ?? null;
}

import type { Env } from "@mainstay/runtime";

export type PageEnv = Pick<
  Env,
  | "MODE"
  | "PUBLIC_URL"
  | "RELEASE"
  | "FILES_PUBLIC_URL"
  | "S3_ENDPOINT"
  | "S3_BUCKET"
  | "S3_ADDRESSING"
>;

/** What the page may load and whom it may ask: itself, the API, and the bucket where there is one. */
export function contentPolicy(env: PageEnv): string {
  const api = new URL(env.PUBLIC_URL).origin;
  const bucket = bucketOrigin(env);
  const pictures = env.FILES_PUBLIC_URL ? new URL(env.FILES_PUBLIC_URL).origin : null;
  const rules: Record<string, readonly (string | null)[]> = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", api, bucket, pictures],
    "connect-src": [api, api.replace(/^http/, "ws"), bucket],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
    "require-trusted-types-for": ["'script'"],
  };
  return Object.entries(rules)
    .map(([rule, from]) => `${rule} ${[...new Set(from.filter(Boolean))].join(" ")}`)
    .join("; ");
}

/** As uploads and pictures are addressed: see the store's own way of it in runtime. */
function bucketOrigin(env: PageEnv): string | null {
  if (!env.S3_ENDPOINT || !env.S3_BUCKET) return null;
  const { origin, protocol, host } = new URL(env.S3_ENDPOINT);
  return env.S3_ADDRESSING === "path" ? origin : `${protocol}//${env.S3_BUCKET}.${host}`;
}

export const pageHeaders = (env: PageEnv): Readonly<Record<string, string>> => ({
  "content-security-policy": contentPolicy(env),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
  // The address has the payment's token; the part that has it is never sent, and neither is the rest.
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  ...(env.MODE === "production"
    ? { "strict-transport-security": "max-age=31536000; includeSubDomains" }
    : {}),
});

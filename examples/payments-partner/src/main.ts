import { startService } from "./service.ts";

function needed(name: string): string {
  const value = process.env[name];
  if (value) return value;
  console.error(`${name} is not set; README.md says what it is.`);
  process.exit(1);
}

const service = await startService({
  url: process.env["MAINSTAY_URL"] ?? "http://127.0.0.1:4000",
  apiKey: needed("MAINSTAY_KEY"),
  storeId: needed("MAINSTAY_STORE"),
  secrets: needed("MAINSTAY_WEBHOOK_SECRET").split(","),
  file: process.env["SHOP_FILE"] ?? "shop.json",
  port: Number(process.env["PORT"] ?? 4010),
});
console.log(`The shop is at ${service.url}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void service.close());
}

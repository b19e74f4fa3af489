import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { captchaProviders } from "@mainstay/contracts";
import { testDoors } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { createCaptcha } from "./captcha.ts";

interface Provider extends AsyncDisposable {
  readonly url: string;
  readonly asked: URLSearchParams[];
}

/** Takes the answer `human`, as each of the providers says so. */
async function fakeProvider(
  verdict: (answer: string | null) => { status?: number; body?: string } | "nothing",
): Promise<Provider> {
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const form = new URLSearchParams(body);
      asked.push(form);
      const said = verdict(form.get("response"));
      if (said === "nothing") return;
      const isForm = request.headers["content-type"]?.startsWith(
        "application/x-www-form-urlencoded",
      );
      response.statusCode = isForm && request.method === "POST" ? (said.status ?? 200) : 415;
      response.end(said.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const shapes = {
  recaptcha: (success: boolean) => ({ success, challenge_ts: "", hostname: "a", score: 0.9 }),
  hcaptcha: (success: boolean) => ({ success, credit: false, hostname: "a" }),
  turnstile: (success: boolean) => ({ success, "error-codes": [], action: "", cdata: "" }),
};
const keys = { siteKey: "site", secret: "between us" };
const verify = (provider: (typeof captchaProviders)[number], url: string, answer: string) =>
  createCaptcha({ provider, ...keys, url }).verify(
    answer,
    "203.0.113.7",
    new AbortController().signal,
  );

describe.each(captchaProviders)("%s", (provider) => {
  it("is asked with the secret, the answer and the address, and believed", async () => {
    await using fake = await fakeProvider((answer) => ({
      body: JSON.stringify(shapes[provider](answer === "human")),
    }));
    expect(await verify(provider, fake.url, "human")).toBe(true);
    expect(await verify(provider, fake.url, "robot")).toBe(false);
    expect(Object.fromEntries(fake.asked[0] ?? [])).toEqual({
      secret: "between us",
      response: "human",
      remoteip: "203.0.113.7",
    });
  });

  it.each([
    ["answers with an error", { status: 503, body: "{}" }],
    ["answers something else", { body: '"yes"' }],
    ["answers no JSON", { body: "<html>" }],
  ])("that %s has said nothing", async (_name, said) => {
    await using fake = await fakeProvider(() => said);
    await expect(verify(provider, fake.url, "human")).rejects.toThrow();
  });
});

describe("a captcha", () => {
  it("of reCAPTCHA's third version needs a score of a half", async () => {
    let score = 0.5;
    await using fake = await fakeProvider(() => ({
      body: JSON.stringify({ success: true, score }),
    }));
    expect(await verify("recaptcha", fake.url, "any")).toBe(true);
    score = 0.4;
    expect(await verify("recaptcha", fake.url, "any")).toBe(false);
  });

  it("is needed from the third failure on, and its answer must be good", async () => {
    await using fake = await fakeProvider((answer) => ({
      body: JSON.stringify({ success: answer === "human" }),
    }));
    await using at = await testDoors({
      CAPTCHA_PROVIDER: "turnstile",
      CAPTCHA_SITE_KEY: "site",
      CAPTCHA_SECRET: "between us",
      CAPTCHA_URL: fake.url,
    });
    const signIn = async (captcha?: string) => {
      await at.waitOver();
      const { error } = await at.ask("auth.signIn", {
        email: "nobody@example.com",
        password: "not the password 1",
        audience: "customer",
        captcha,
      });
      return error;
    };
    for (let n = 0; n < 3; n += 1)
      expect((await signIn())?.reason).toBe("identity.credentials_wrong");
    expect(await signIn()).toMatchObject({
      reason: "identity.captcha_needed",
      details: { provider: "turnstile", siteKey: "site" },
    });
    expect((await signIn("robot"))?.reason).toBe("identity.captcha_wrong");
    expect((await signIn("human"))?.reason).toBe("identity.credentials_wrong");
    expect(fake.asked).toHaveLength(2);
  });

  it("whose provider is slow or away makes the call unavailable, and no guess is counted", async () => {
    await using fake = await fakeProvider(() => "nothing");
    await using at = await testDoors({
      CAPTCHA_PROVIDER: "hcaptcha",
      CAPTCHA_SITE_KEY: "site",
      CAPTCHA_SECRET: "between us",
      CAPTCHA_URL: fake.url,
    });
    const forgot = (captcha?: string) =>
      at.ask("password.forgot", { email: "anna@example.com", captcha });
    for (let n = 0; n < 3; n += 1) expect((await forgot()).status).toBe(200);
    expect((await forgot()).error?.reason).toBe("identity.captcha_needed");
    const since = performance.now();
    expect((await forgot("human")).error?.reason).toBe("request.unavailable");
    expect(performance.now() - since).toBeLessThan(6_000);
  });
});

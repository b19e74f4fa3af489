import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fakeNameServer, fakeServer } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { createResolve } from "./resolve-name.ts";
import { createWebhookSender } from "./webhook-sender.ts";

const { signal } = new AbortController();
const noHosts = "/nowhere/hosts";

describe("a webhook's name", () => {
  it("is looked up with all its addresses, of both kinds, as it is and without a search domain", async () => {
    await using server = await fakeNameServer({
      "shop.example": ["8.8.8.8", "2606:4700::1111", "8.8.4.4"],
      "four.example": ["8.8.8.8"],
      "six.example": ["2606:4700::1111"],
    });
    const resolve = createResolve({ servers: [server.address], hostsFile: noHosts });
    const of = async (host: string) =>
      (await resolve(host, signal)).map(({ address, family }) => `${family} ${address}`).toSorted();
    expect(await of("shop.example")).toEqual(["4 8.8.4.4", "4 8.8.8.8", "6 2606:4700::1111"]);
    expect(await of("Four.example.")).toEqual(["4 8.8.8.8"]);
    expect(await of("six.example")).toEqual(["6 2606:4700::1111"]);
    await expect(resolve("none", signal)).rejects.toMatchObject({ code: "ENOTFOUND" });
    expect(new Set(server.asked.filter((question) => question.includes("none")))).toEqual(
      new Set(["A none", "AAAA none"]),
    );
  });

  it("is this machine where it says so, and what the hosts file says, without a name server", async () => {
    await using server = await fakeNameServer({});
    const folder = await mkdtemp(path.join(tmpdir(), "hosts-"));
    const hostsFile = path.join(folder, "hosts");
    await writeFile(
      hostsFile,
      "# 9.9.9.9 shop\n10.0.0.7\tshop Shop.Internal # ours\nfd00::7 shop\n",
    );
    const resolve = createResolve({ servers: [server.address], hostsFile });
    const here = ["127.0.0.1", "::1"];
    for (const host of ["localhost", "shop.localhost", "localhost."])
      expect((await resolve(host, signal)).map(({ address }) => address)).toEqual(here);
    expect(await resolve("shop", signal)).toEqual([
      { address: "10.0.0.7", family: 4 },
      { address: "fd00::7", family: 6 },
    ]);
    expect(await resolve("shop.internal.", signal)).toEqual([{ address: "10.0.0.7", family: 4 }]);
    expect(server.asked).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it("that nobody answers for holds up no other, and is given up with its try", async () => {
    await using names = await fakeNameServer({
      "slow.example": "silent",
      "shop.example": ["127.0.0.1"],
    });
    await using shop = await fakeServer(() => ({}));
    const { port } = new URL(shop.url);
    const resolve = createResolve({ servers: [names.address], hostsFile: noHosts });
    // A port that is not the usual one is for this machine, so what is refused here was looked up.
    const sender = createWebhookSender({ production: false, resolve, timeoutMs: 1_000 });
    const send = (host: string) =>
      sender.send({ url: `http://${host}/`, headers: {}, body: "", loopback: false }, signal);
    let ended = 0;
    const slow = Array.from({ length: 50 }, async () => {
      const { problem } = await send("slow.example");
      ended += 1;
      return problem;
    });
    const quick = await send("shop.example");
    expect(quick.problem).toBe("refused: its name leads to an address that is not public");
    expect(ended).toBe(0);
    expect(new Set(await Promise.all(slow))).toEqual(new Set(["no answer in time"]));
    const local = { url: `http://shop.localhost:${port}/`, headers: {}, body: "", loopback: true };
    expect((await sender.send(local, signal)).status).toBe(200);
  });

  it("is asked for no more once its try has ended", async () => {
    await using names = await fakeNameServer({ "slow.example": "silent" });
    const resolve = createResolve({ servers: [names.address], hostsFile: noHosts });
    const stop = new AbortController();
    const looked = resolve("slow.example", stop.signal);
    await expect.poll(() => names.asked).toHaveLength(2);
    stop.abort();
    await expect(looked).rejects.toMatchObject({ code: "ECANCELLED" });
    await expect(resolve("slow.example", stop.signal)).rejects.toThrow("aborted");
    expect(names.asked).toHaveLength(2);
  });
});

import { devices, sessions } from "@mainstay/db";
import { call, testAccount, type TestDoors, testDoors, testKeys } from "@mainstay/testing";
import { describe, expect, it } from "vitest";

interface Shown {
  items: { id: string; name: string; current: boolean; trustedUntil: string | null }[];
  nextCursor: string | null;
}

async function signedIn(at: TestDoors) {
  const { email, password, id } = await testAccount(at.api.services, { audiences: ["customer"] });
  const signIn = async (deviceName: string) => {
    const { data } = await at.ask("auth.signIn", {
      email,
      password,
      audience: "customer",
      deviceName,
    });
    return (data as { accessToken: string }).accessToken;
  };
  return { id, signIn };
}
const list = async (at: TestDoors, as: string, input = {}) =>
  (await call(at.api.url, "identity.devices.list", input, { as, by: "query" })).data as Shown;
const revoke = (at: TestDoors, as: string, deviceId: string) =>
  at.ask("devices.revoke", { deviceId }, { as });

describe("devices", () => {
  it("are listed to their owner, newest first, page by page, those of nobody else", async () => {
    await using at = await testDoors();
    const anna = await signedIn(at);
    const boris = await signedIn(at);
    await boris.signIn("of Boris");
    await anna.signIn("desk");
    const as = await anna.signIn("phone");
    await anna.signIn("tablet");
    const first = await list(at, as, { limit: 2 });
    const rest = await list(at, as, { limit: 2, cursor: first.nextCursor });
    const items = [...first.items, ...rest.items];
    expect(items.map(({ name, current }) => [name, current])).toEqual([
      ["tablet", false],
      ["phone", true],
      ["desk", false],
    ]);
    expect(rest.nextCursor).toBeNull();
  });

  it("are trusted until their time is over", async () => {
    await using at = await testDoors();
    const anna = await signedIn(at);
    const as = await anna.signIn("phone");
    const trust = async (ms: number) => {
      await at.database.db.update(devices).set({ trustedUntil: new Date(Date.now() + ms) });
      return (await list(at, as)).items[0]?.trustedUntil;
    };
    expect(await trust(60_000)).toEqual(expect.any(String));
    expect(await trust(-1)).toBeNull();
  });

  it("are forgotten with their sessions, at once, and those of others stay", async () => {
    await using at = await testDoors();
    const anna = await signedIn(at);
    const lost = await anna.signIn("lost phone");
    const as = await anna.signIn("desk");
    const [, phone] = (await list(at, as)).items;
    await list(at, lost);
    expect((await revoke(at, as, phone?.id ?? "")).error).toBeNull();
    expect((await list(at, as)).items.map(({ name }) => name)).toEqual(["desk"]);
    const after = await call(at.api.url, "identity.devices.list", {}, { as: lost, by: "query" });
    expect(after.error?.reason).toBe("request.unauthenticated");
    expect(await at.database.db.$count(sessions)).toBe(1);
  });

  it("of somebody else, and of nobody, are answered as missing", async () => {
    await using at = await testDoors();
    const anna = await signedIn(at);
    const boris = await signedIn(at);
    const as = await anna.signIn("desk");
    const theirs = (await list(at, await boris.signIn("of Boris"))).items[0]?.id ?? "";
    for (const id of [theirs, crypto.randomUUID()]) {
      expect((await revoke(at, as, id)).error?.reason).toBe("identity.device_missing");
    }
    expect(await at.database.db.$count(devices)).toBe(2);
  });

  it("are for people, not for keys and not for nobody", async () => {
    await using at = await testDoors();
    const id = crypto.randomUUID();
    expect((await at.ask("devices.revoke", { deviceId: id })).error?.reason).toBe(
      "request.unauthenticated",
    );
    expect((await revoke(at, testKeys.admin, id)).error?.reason).toBe("request.account_needed");
  });
});

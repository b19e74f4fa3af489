import { expect, it } from "vitest";
import { z } from "zod";
import { anyone, permission, roles, roleScopes } from "./access.ts";
import { contract } from "./contract.ts";
import { query } from "./define.ts";
import { permissionTable, permissionTableText, placesOf } from "./permission-table.ts";

const readOrders = permission("shop.orders.read", {
  roles: ["merchant", "owner", "support"],
  scopes: ["merchant", "branch"],
});
const closeDay = permission("shop.day.close", { roles: ["owner", "merchant"] });
const output = z.void();
const tree = {
  shop: {
    orders: {
      list: query({ summary: "", access: readOrders, output }),
      get: query({ summary: "", access: readOrders, output }),
    },
    day: { close: query({ summary: "", access: closeDay, output }) },
    menu: query({ summary: "", access: anyone, output }),
  },
};

it("says where each role has a permission, and what it opens", () => {
  const table = permissionTable(tree);
  expect(table.map((row) => [row.permission, row.procedures])).toEqual([
    ["shop.day.close", ["shop.day.close"]],
    ["shop.orders.read", ["shop.orders.list", "shop.orders.get"]],
  ]);
  expect(table[1]?.places).toMatchObject({
    admin: ["everywhere"],
    owner: ["everywhere", "branch"],
    support: ["everywhere"],
    merchant: ["merchant"],
    cashier: [],
  });
});

it("a role that is held within scopes only has no permission that knows none", () => {
  expect(placesOf(closeDay, "merchant")).toEqual([]);
  expect(placesOf(closeDay, "owner")).toEqual(["everywhere"]);
});

it("prints one line for each permission and role", () => {
  const lines = permissionTableText(tree).split("\n");
  expect(lines).toHaveLength(2 * roles.length);
  expect(lines).toContain("shop.orders.read owner: everywhere, branch");
  expect(lines).toContain("shop.orders.read cashier: no");
});

it("no role of the product is listed for a permission that it can never have", () => {
  for (const row of permissionTable(contract)) {
    for (const role of row.roles) {
      expect([row.permission, role, row.places[role]]).not.toEqual([row.permission, role, []]);
      expect(roleScopes[role]).toEqual(expect.arrayContaining([...row.places[role]]));
    }
  }
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { createGeo } from "./geo.ts";

type Value = string | number | { readonly [key: string]: Value };

/** The data section's encoding: a type and a size in the first bytes, then the bytes themselves. */
function encode(value: Value): Buffer {
  if (typeof value === "string") {
    const bytes = Buffer.from(value);
    if (bytes.length >= 29) {
      return Buffer.concat([Buffer.from([(2 << 5) | 29, bytes.length - 29]), bytes]);
    }
    return Buffer.concat([Buffer.from([(2 << 5) | bytes.length]), bytes]);
  }
  if (typeof value === "number") {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([Buffer.from([(6 << 5) | 4]), bytes]);
  }
  const entries = Object.entries(value);
  const parts = entries.flatMap(([key, inner]) => [encode(key), encode(inner)]);
  return Buffer.concat([Buffer.from([(7 << 5) | entries.length]), ...parts]);
}

/** A database of MaxMind's format that knows one network of IPv4: a tree of one node a bit. */
function writeDatabase(network: readonly number[], record: Value): Buffer {
  const bits = network.flatMap((octet) =>
    [7, 6, 5, 4, 3, 2, 1, 0].map((shift) => (octet >> shift) & 1),
  );
  const nodes = bits.map((bit, n) => {
    const isLast = n === bits.length - 1;
    // A record that is the number of nodes says "nothing"; beyond it lie sixteen bytes, then the data.
    const onward = isLast ? bits.length + 16 : n + 1;
    const [left, right] = bit === 0 ? [onward, bits.length] : [bits.length, onward];
    return Buffer.from([left >> 16, left >> 8, left, right >> 16, right >> 8, right]);
  });
  const metadata = encode({
    node_count: bits.length,
    record_size: 24,
    ip_version: 4,
    database_type: "Test-City",
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
  });
  const marker = Buffer.from("\xAB\xCD\xEFMaxMind.com", "latin1");
  return Buffer.concat([...nodes, Buffer.alloc(16), encode(record), marker, metadata]);
}

it("says in which country and city an address is, as far as the database knows", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "geo-"));
  try {
    const file = path.join(folder, "city.mmdb");
    const berlin = { country: { iso_code: "DE" }, city: { names: { en: "Berlin" } } };
    await writeFile(file, writeDatabase([203, 0, 113], berlin));
    const geo = createGeo(file);
    expect(geo.place("203.0.113.7")).toEqual({ country: "DE", city: "Berlin" });
    expect(geo.place("::ffff:203.0.113.7")).toEqual({ country: "DE", city: "Berlin" });
    expect(geo.place("198.51.100.1")).toBeNull();
    expect(geo.place("2001:db8::1")).toBeNull();
    expect(geo.place("no address")).toBeNull();
  } finally {
    await rm(folder, { recursive: true });
  }
});

it("knows nothing without a database, and names a file that cannot be read", () => {
  expect(createGeo(undefined).place("203.0.113.7")).toBeNull();
  expect(() => createGeo("/nowhere/city.mmdb")).toThrow("GEOIP_DATABASE names /nowhere/city.mmdb");
});

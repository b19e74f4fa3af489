import { describe, expect, it } from "vitest";
import { mayReach, refusalOfUrl } from "./webhook-address.ts";

const outside = { loopback: false };
const refused: Record<string, readonly string[]> = {
  unspecified: ["0.0.0.0", "0.1.2.3", "::"],
  private: ["10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
  shared: ["100.64.0.1", "100.100.100.200", "100.127.255.255"],
  loopback: ["127.0.0.1", "127.255.0.9", "::1", "0:0:0:0:0:0:0:1"],
  "link-local": ["169.254.0.1", "fe80::1", "fe80::1%eth0", "febf::1"],
  "of a cloud's metadata": ["169.254.169.254", "168.63.129.16", "fd00:ec2::254", "192.0.0.192"],
  "unique-local": ["fc00::1", "fd12:3456::1"],
  multicast: ["224.0.0.1", "239.255.255.255", "ff02::1"],
  documentation: ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
  "of protocols and tests": ["192.0.0.1", "198.18.0.1", "198.19.255.255", "2001::1", "2001:2::1"],
  "reserved or for all": ["240.0.0.1", "255.255.255.255", "100::1", "5f00::1"],
  "IPv4 that is mapped": ["::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "0:0:0:0:0:ffff:10.0.0.1"],
  "IPv4 that is compatible": ["::127.0.0.1", "::10.0.0.1", "::8.8.8.8"],
  "IPv4 behind NAT64": ["64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::8.8.8.8"],
  "IPv4 in 6to4": ["2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:808:808::1"],
  "no address": ["", "shop.example", "1.2.3", "::1::"],
};

describe("an address that is", () => {
  it.each(Object.entries(refused))("%s is not reached", (_, addresses) => {
    expect(addresses.filter((ip) => mayReach(ip, outside))).toEqual([]);
  });

  it("public is", () => {
    const all = ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"];
    const carried = ["::ffff:8.8.8.8", "::ffff:808:808", "64:ff9b::8.8.8.8", "64:ff9b::808:808"];
    expect([...all, ...carried].filter((ip) => !mayReach(ip, outside))).toEqual([]);
  });

  it("this machine's is where that is allowed, and no other with it", () => {
    const own = ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"];
    const reach = { loopback: true };
    expect(own.filter((ip) => !mayReach(ip, reach))).toEqual([]);
    expect(
      ["10.0.0.1", "169.254.169.254", "::", "fe80::1"].filter((ip) => mayReach(ip, reach)),
    ).toEqual([]);
  });
});

describe("an address to send to", () => {
  const why = (url: string, rules = {}): string | null =>
    refusalOfUrl(url, { loopback: false, production: true, ...rules });

  it("is taken where it is public and encrypted", () => {
    for (const url of [
      "https://shop.example/x?y=1",
      "https://8.8.8.8/",
      "https://shop.example:443/",
    ])
      expect(why(url)).toBeNull();
    expect(why("http://shop.example/", { production: false })).toBeNull();
    expect(why("http://shop.example:443/", { production: false })).toBeNull();
  });

  it("is this machine in whatever spelling its number has", () => {
    const spellings = [
      "https://127.0.0.1/",
      "https://127.1/",
      "https://2130706433/",
      "https://0x7f000001/",
      "https://0x7f.0.0.1/",
      "https://0177.0.0.1/",
      "https://017700000001/",
      "https://[::1]/",
      "https://[0:0:0:0:0:0:0:1]/",
      "https://[::ffff:127.0.0.1]/",
      "https://localhost/",
      "https://LOCALHOST./",
      "https://a.localhost/",
      "https://１２７.0.0.1/",
    ];
    expect(spellings.filter((url) => why(url) !== "it is this machine")).toEqual([]);
  });

  it("is not public in whatever spelling its number has", () => {
    const spellings = [
      "https://169.254.169.254/latest/meta-data/",
      "https://2852039166/",
      "https://0xa9fea9fe/",
      "https://0251.0376.0251.0376/",
      "https://[::ffff:169.254.169.254]/",
      "https://[64:ff9b::a9fe:a9fe]/",
      "https://[2002:a9fe:a9fe::]/",
      "https://[fd00:ec2::254]/",
      "https://0/",
      "https://10.1/",
    ];
    expect(spellings.filter((url) => why(url) !== "its host is not a public one")).toEqual([]);
  });

  it("has no credentials, no other scheme and no other port", () => {
    expect(why("https://me@shop.example/")).toBe("it must hold no name and no password");
    expect(why("https://:secret@shop.example/")).toBe("it must hold no name and no password");
    expect(why("http://shop.example/")).toBe("it must begin with https://");
    expect(why("ftp://shop.example/", { production: false })).toBe("it must begin with https://");
    expect(why("https://shop.example:22/")).toBe("its port must be 443 or 80");
    expect(why("https://shop.example:8443/", { loopback: true })).toBe(
      "its port must be 443 or 80",
    );
    expect(why("no address")).toBe("it is no address");
  });

  it("may be this machine at any port where that is allowed", () => {
    const tried = { loopback: true, production: false };
    for (const url of ["http://127.0.0.1:4010/", "http://localhost:4010/", "http://[::1]:4010/"])
      expect(why(url, tried)).toBeNull();
    expect(why("http://10.0.0.1/", tried)).toBe("its host is not a public one");
  });
});

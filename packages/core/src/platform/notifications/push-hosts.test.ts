import { pushHosts } from "@mainstay/contracts";
import { describe, expect, it } from "vitest";
import { knownPushHost } from "./push-hosts.ts";

const known = (endpoint: string) => knownPushHost(endpoint, pushHosts.default);

describe("an endpoint that a browser names", () => {
  it.each([
    ["https://fcm.googleapis.com/fcm/send/abc", "fcm.googleapis.com"],
    ["https://web.push.apple.com/QGb", "web.push.apple.com"],
    ["https://FCM.googleapis.com:443/fcm/send/abc", "fcm.googleapis.com"],
  ])("%s is of a known service", (endpoint, host) => {
    expect(known(endpoint)).toBe(host);
  });

  it.each([
    "http://fcm.googleapis.com/fcm/send/abc",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evil-push.apple.com.example/x",
    "https://push.apple.com/x",
    "https://notpush.apple.com/x",
    "https://fcm.googleapis.com@127.0.0.1/x",
    "https://user:pass@fcm.googleapis.com/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "fcm.googleapis.com",
  ])("%s is not", (endpoint) => {
    expect(known(endpoint)).toBeNull();
  });
});

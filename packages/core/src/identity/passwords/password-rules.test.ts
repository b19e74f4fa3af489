import { describe, expect, it } from "vitest";
import { hashPassword } from "./hash-password.ts";
import { isCommonPassword } from "./is-common-password.ts";
import { unfitRules } from "./password-rules.ts";

const email = "anna.schmidt@example.com";

describe("a password", () => {
  it.each([
    ["meadow lantern 41", []],
    ["синийветер тихо 7", []],
    ["short 1", ["too_short"]],
    [`meadow 1${" lantern".repeat(40)}`, ["too_long"]],
    ["93817264550", ["no_letter"]],
    ["meadow lantern", ["no_digit"]],
    ["anna.schmidt@example.com", ["no_digit", "is_email"]],
    ["Anna.Schmidt", ["no_digit", "is_email"]],
    ["password2024", ["too_common"]],
    ["", ["too_short", "no_letter", "no_digit"]],
  ])("%j breaks these rules: %j", async (password, rules) => {
    expect(await unfitRules({ password, email })).toEqual(rules);
  });

  it("is not one of the earlier ones, however its letters are composed", async () => {
    const earlier = [
      await hashPassword("another one 77"),
      await hashPassword("caf\u00e9 lantern 41"),
    ];
    expect(await unfitRules({ password: "cafe\u0301 lantern 41", email, earlier })).toEqual([
      "used_before",
    ]);
  });
});

describe("a common password", () => {
  it.each([
    "Password123!",
    "P@ssw0rd2024",
    "qwertyuiop1",
    "1q2w3e4r5t6y",
    "iloveyou1234",
    "123456789qwerty",
    "football2024",
    "Summer2023!!",
    "lovelovelove1",
    "a1234567890",
    "welcome_123456",
    "gfhjkm123456",
    "Пароль123456",
    "admin-password-1",
  ])("%j is known as one", (password) => expect(isCommonPassword(password)).toBe(true));

  it.each(["meadow lantern 41", "Xk7-pq2-Rm9-tt1", "correct horse 9 battery", "8 синих слонов"])(
    "%j is not one",
    (password) => expect(isCommonPassword(password)).toBe(false),
  );
});

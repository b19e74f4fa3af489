import { expectTypeOf, it } from "vitest";
import { z } from "zod";
import { anyone, signedIn } from "./access.ts";
import { mutation, query } from "./define.ts";

const output = z.string();

it("lets answers be kept that anybody may ask for, and no others", () => {
  const cache = { seconds: 60 };
  const kept = query({ summary: "", access: anyone, output, cache });
  expectTypeOf(kept.access).toEqualTypeOf<"anyone">();
  // @ts-expect-error -- what one caller is told is not for the next one
  query({ summary: "", access: signedIn, output, cache });
  // @ts-expect-error -- a change is no answer to keep
  mutation({ summary: "", access: anyone, output, cache });
});

import type { PostingReason } from "@mainstay/contracts";
import type { Ctx } from "../../context.ts";

/** What the doors that move money need of a context. */
export type Poster = Pick<Ctx<PostingReason>, "reference" | "fail">;

import { jobStates, JobState } from "@mainstay/contracts";
import { countJobs } from "@mainstay/core/platform/jobs/count-jobs";
import { discardJob } from "@mainstay/core/platform/jobs/discard-job";
import { listJobs } from "@mainstay/core/platform/jobs/list-jobs";
import { retryJob } from "@mainstay/core/platform/jobs/retry-job";
import { showJob } from "@mainstay/core/platform/jobs/show-job";
import { columns, type Command, CommandError, type Given, print } from "../command.ts";
import { asOperator } from "../operator.ts";

type Verb = (given: Given) => Promise<void>;

const verbs: Readonly<Record<string, Verb>> = {
  async counts() {
    const counts = await asOperator(({ ctx }) => countJobs(ctx));
    print(
      ...columns([
        [
          "pending",
          String(counts.pending),
          `longest for ${Math.round(counts.oldestPendingSeconds)} s`,
        ],
        ["moved", String(counts.moved), "in their queue, or running"],
        ["failed", String(counts.failed), "for good: jobs list --state failed"],
      ]),
    );
  },

  async list({ values }) {
    const state = JobState.safeParse(values["state"] ?? "failed");
    if (!state.success) throw new CommandError(`--state is one of ${jobStates.join(", ")}.`);
    const limit = Number(values["limit"] ?? 25);
    if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
      throw new CommandError("--limit is a whole number from 1 to 100.");
    }
    const cursor = typeof values["cursor"] === "string" ? values["cursor"] : null;
    const { items, nextCursor } = await asOperator(({ ctx }) =>
      listJobs(ctx, { state: state.data, cursor, limit }),
    );
    if (items.length === 0) print(`No job is ${state.data}.`);
    print(
      ...columns(
        items.map((item) => [
          item.id,
          item.job,
          item.endedAt ?? item.movedAt ?? item.runAt,
          item.error ?? "",
        ]),
      ),
    );
    if (nextCursor) print("", `More: --cursor ${nextCursor}`);
  },

  async show(given) {
    const id = idOf(given);
    print(JSON.stringify(await asOperator(({ ctx }) => showJob(ctx, { id })), null, 2));
  },

  async retry(given) {
    const id = idOf(given);
    const job = await asOperator(({ change }) => change("platform.jobs.retry", retryJob, { id }));
    print(`${job.job} ${id} is ${job.state} again.`);
  },

  async discard(given) {
    const id = idOf(given);
    const job = await asOperator(({ change }) =>
      change("platform.jobs.discard", discardJob, { id }),
    );
    print(`${job.job} ${id} is ${job.state}.`);
  },
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function idOf({ positionals }: Given): string {
  const [verb, id] = positionals;
  if (!id || !uuid.test(id)) throw new CommandError(`Say jobs ${verb} <id>; jobs list shows ids.`);
  return id;
}

export const jobs: Command = {
  usage: [
    ["counts", "How many wait, are in their queue, or have failed for good"],
    ["list", "Jobs of one state, page by page"],
    ["show <id>", "One job with its payload"],
    ["retry <id>", "Promise a failed job again"],
    ["discard <id>", "Give a job up"],
  ],
  options: {
    state: { type: "string", about: `For list: ${jobStates.join(", ")}; failed if not said` },
    limit: { type: "string", about: "For list: how many, 25 if not said" },
    cursor: { type: "string", about: "For list: where the last page ended" },
  },
  notes: ["Retrying and discarding are written to the audit as system:cli."],
  async run(given) {
    const [verb = ""] = given.positionals;
    const found = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    if (!found)
      throw new CommandError("Say jobs counts, list, show <id>, retry <id> or discard <id>.");
    await found(given);
    return 0;
  },
};

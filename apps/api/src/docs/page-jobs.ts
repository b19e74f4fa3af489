import type { Job } from "@mainstay/contracts";
import { jsonSchema } from "@mainstay/contracts";
import { duration } from "./duration.ts";
import { fieldRows } from "./field-rows.ts";
import type { Page } from "./frame.ts";
import { html, type Html, prose } from "./html.ts";
import type { Source } from "./source.ts";
import { inputTable } from "./table.ts";

/** Work that happens after its cause. */
export function jobsPage({ jobs }: Source): Page {
  const queues = Map.groupBy(jobs, ({ queue }) => queue);
  return {
    lead: html`<p>
      Work that happens after its cause, in the worker. A job is promised in the transaction that
      causes it and runs at least once; its effect happens once. Failed for good, it waits for
      somebody to look at it.
    </p>`,
    contents: [...queues].map(([queue, its]) => ({
      title: `Queue ${queue}`,
      entries: its.map(({ job }) => ({ id: job, label: job })),
    })),
    body: html`${[...queues].map(
      ([queue, its]) =>
        html`<section class="group">
          <h2>Queue ${queue}</h2>
          ${its.map(article)}
        </section>`,
    )}`,
  };
}

function article(job: Job): Html {
  const payload = jsonSchema(job.payload, "output");
  const rows = fieldRows(payload?.schema ?? null, payload?.named ?? {});
  const facts: [string, string | number][] = [
    ["When", when(job)],
    ["Attempts", job.attempts],
    [
      "Waits between them",
      `${duration(job.backoff.ms)}${job.backoff.type === "exponential" ? ", then twice as long each time" : ""}`,
    ],
    ["Time limit", duration(job.timeoutMs)],
    ["Priority", `${job.priority} (1 is taken first)`],
  ];
  return html`<article id="${job.job}" data-find>
    <h3><a class="anchor" href="#${job.job}">${job.job}</a></h3>
    <p class="summary">${prose(job.summary)}</p>
    <dl class="facts">
      ${facts.map(
        ([title, text]) =>
          html`<div>
            <dt>${title}</dt>
            <dd>${text}</dd>
          </div>`,
      )}
    </dl>
    ${rows.length > 0 ? inputTable("Payload", rows) : html`<p class="whole"><b>Payload</b> none</p>`}
  </article>`;
}

function when({ schedule }: Job): string {
  if (!schedule) return "when promised";
  return "everyMs" in schedule
    ? `every ${duration(schedule.everyMs).replace(/^1 /, "")}`
    : `${schedule.cron} (cron, ${schedule.tz})`;
}

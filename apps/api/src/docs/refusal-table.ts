import type { ReasonSchema } from "@mainstay/contracts";
import type { Links } from "./frame.ts";
import { html, type Html, prose } from "./html.ts";
import { isCommon, statusOf } from "./refusals.ts";
import { table } from "./table.ts";

/** A procedure's own reasons first, each with its message; those that any may have only by name. */
export function refusalTable(
  caption: string,
  refusals: readonly ReasonSchema[],
  links: Links,
): Html {
  const own = refusals.filter((refusal) => !isCommon(refusal));
  const common = refusals.filter(isCommon);
  const link = ({ reason }: ReasonSchema): Html =>
    html`<a href="${links.page("errors")}#${reason}"><code>${reason}</code></a>`;
  return html`${
      own.length > 0 &&
      table(
        caption,
        [
          { title: "Reason", cell: link },
          { title: "Status", cell: statusOf },
          { title: "Message", cell: ({ message }) => prose(message) },
        ],
        own,
      )
    }
    <p class="common">
      ${own.length === 0 && "No reasons of its own. "}What many calls have in common:
      ${common.map(
        (refusal, at) =>
          html`${at > 0 && ", "}${link(refusal)} <small>${statusOf(refusal)}</small>`,
      )}.
    </p>`;
}

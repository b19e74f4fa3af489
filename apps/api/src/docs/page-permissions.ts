import {
  anyone,
  audienceOf,
  type Permission,
  placesOf,
  placesText,
  type Procedure,
  roles,
  roleScopes,
  signedIn,
  visitorOf,
  withAccount,
} from "@mainstay/contracts";
import type { Links, Page } from "./frame.ts";
import { html, type Html } from "./html.ts";
import type { Source } from "./source.ts";
import { table } from "./table.ts";

interface Granted extends Permission {
  /** What can be called with it. */
  readonly procedures: readonly NamedProcedure[];
}
interface NamedProcedure {
  readonly path: string;
  readonly procedure: Procedure;
}

/** Which role may do what. */
export function permissionsPage(source: Source, links: Links): Page {
  const granted = permissionsOf(source);
  const open = (access: Procedure["access"]): readonly NamedProcedure[] =>
    source.schemas.procedures.filter(({ procedure }) => procedure.access === access);
  const listed = (procedures: readonly NamedProcedure[]): Html =>
    html`${procedures.map((one, at) => html`${at > 0 && ", "}${link(one, links)}`)}`;
  return {
    lead: html`<p>
      A caller has roles, a role has permissions, and a procedure asks for one permission. The role
      <code>admin</code> has all of them. A role is held everywhere or within a scope, and counts
      only in sessions that began at its door.
    </p>`,
    contents: [
      { title: "Roles", entries: roles.map((role) => ({ id: `role-${role}`, label: role })) },
      {
        title: "Permissions",
        entries: granted.map(({ permission }) => ({ id: permission, label: permission })),
      },
      {
        title: "Without a permission",
        entries: [
          { id: "account", label: "Anyone with an account" },
          { id: "signed-in", label: "Anyone who is signed in" },
          { id: "visitors", label: "Visitors" },
          { id: "anyone", label: "Anyone" },
        ],
      },
    ],
    body: html`<div class="wide matrix" role="region" aria-label="Permissions by role" tabindex="0">
        <table>
          <caption>
            Permissions by role
          </caption>
          <thead>
            <tr>
              <th scope="col">Permission</th>
              ${roles.map((role) => html`<th scope="col"><span>${role}</span></th>`)}
            </tr>
          </thead>
          <tbody>
            ${granted.map(
              (one) =>
                html`<tr id="${one.permission}" data-find>
                  <th scope="row"><code>${one.permission}</code></th>
                  ${roles.map((role) => {
                    const places = placesOf(one, role);
                    const mark = places.includes("everywhere") ? "●" : "◐";
                    return places.length > 0
                      ? html`<td class="yes" title="${placesText(places)}">
                          <span aria-hidden="true">${mark}</span
                          ><span class="unseen">${placesText(places)}</span>
                        </td>`
                      : html`<td class="no">
                          <span aria-hidden="true">·</span><span class="unseen">no</span>
                        </td>`;
                  })}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p>● everywhere, ◐ within a scope only, · not at all.</p>
      ${table(
        "Roles",
        [
          { title: "Role", cell: (role) => html`<code>${role}</code>` },
          { title: "Door", cell: (role) => html`<code>${audienceOf[role]}</code>` },
          { title: "Held", cell: (role) => placesText(roleScopes[role]) },
        ],
        roles,
        (role) => `role-${role}`,
      )}
      ${table(
        "What each permission opens",
        [
          { title: "Permission", cell: ({ permission }) => html`<code>${permission}</code>` },
          { title: "Scopes", cell: ({ scopes }) => scopes.join(", ") || "none" },
          { title: "Procedures", cell: ({ procedures }) => listed(procedures) },
        ],
        granted,
      )}
      <h2 id="account">Anyone with an account</h2>
      <p>${listed(open(withAccount))}</p>
      <h2 id="signed-in">Anyone who is signed in</h2>
      <p>${listed(open(signedIn))}</p>
      <h2 id="visitors">Visitors</h2>
      <p>
        Somebody without an account holds the token of one thing, such as a payment session, and
        calls what is about it:
        ${listed(source.schemas.procedures.filter(({ procedure }) => visitorOf(procedure.access)))}.
        Besides, as those who are signed in:
        ${listed(source.schemas.procedures.filter(({ procedure }) => procedure.visitors))}.
      </p>
      <h2 id="anyone">Anyone</h2>
      <p>${listed(open(anyone))}</p>`,
  };
}

const link = ({ path, procedure }: NamedProcedure, links: Links): Html => {
  const page = links.page(procedure.kind === "subscription" ? "subscriptions" : "rest");
  return html`<a href="${page}#${path}"><code>${path}</code></a>`;
};

export function permissionsOf({ schemas }: Source): Granted[] {
  const granted = new Map<string, Permission & { procedures: NamedProcedure[] }>();
  for (const { path, procedure } of schemas.procedures) {
    if (typeof procedure.access === "string") continue;
    const { permission } = procedure.access;
    const known = granted.get(permission) ?? { ...procedure.access, procedures: [] };
    known.procedures.push({ path, procedure });
    granted.set(permission, known);
  }
  return [...granted.values()].toSorted((a, b) => (a.permission < b.permission ? -1 : 1));
}

import type { Db } from "@mainstay/db";

/** Something in the catalog that keeps the ledger's tables as they must be. */
export interface Guard {
  readonly kind: "constraint" | "not null" | "unique index" | "plain index" | "trigger";
  readonly table: string;
  readonly name: string;
  /** Of a `not null`. */
  readonly column: string | null;
  /** Of a trigger: the statement that makes it. */
  readonly definition: string | null;
}

const text = String.raw`
  with tables as (select oid, relname::text as name from pg_class
                   where relname like 'ledger\_%' and relkind in ('r', 'p') and relnamespace = 'public'::regnamespace)
  select case c.contype when 'n' then 'not null' else 'constraint' end as kind, t.name as table, c.conname::text as name,
         case c.contype when 'n' then (select a.attname::text from pg_attribute a where a.attrelid = t.oid and a.attnum = c.conkey[1]) end as column,
         null as definition
    from pg_constraint c join tables t on t.oid = c.conrelid
  union all
  select case when i.indisunique then 'unique index' else 'plain index' end, t.name, x.relname::text, null, null
    from pg_index i join tables t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
   where not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.conrelid = t.oid)
  union all
  select 'trigger', t.name, g.tgname::text, null, pg_get_triggerdef(g.oid)
    from pg_trigger g join tables t on t.oid = g.tgrelid where not g.tgisinternal
   order by 1, 2, 3`;

/** All of them, of every table whose name begins with `ledger_`. */
export async function guardsOf(db: Db): Promise<Guard[]> {
  return (await db.$client.query<Guard>(text)).rows;
}

/** Who has which right on a table, a column or a function of the ledger, besides its owner. */
export async function rightsOf(db: Db): Promise<string[]> {
  const { rows } = await db.$client.query<{ granted: string }>(String.raw`
    select format('%s %s on %s', case x.grantee when 0 then 'PUBLIC' else x.grantee::regrole::text end, lower(x.privilege_type), o.name) as granted
      from (select relname::text as name, relowner as owner, relacl as acl from pg_class
             where relname like 'ledger\_%' and relkind in ('r', 'p')
            union all
            select format('%s.%s', c.relname, a.attname), c.relowner, a.attacl from pg_attribute a join pg_class c on c.oid = a.attrelid
             where c.relname like 'ledger\_%' and a.attacl is not null
            union all
            select proname::text, proowner, coalesce(proacl, acldefault('f', proowner)) from pg_proc where proname like 'ledger\_%') o
     cross join aclexplode(o.acl) x where x.grantee <> o.owner order by 1`);
  return rows.map(({ granted }) => granted);
}

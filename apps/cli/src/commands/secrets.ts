import { countByKey, countPromisedByKey, reseal, sealedColumns } from "@mainstay/core";
import { columns, type Command, CommandError, print } from "../command.ts";
import { asOperator, type Operator } from "../operator.ts";

export const secrets: Command = {
  usage: [
    [
      "reencrypt",
      "Seal what is kept anew with the first of ENCRYPTION_KEYS; exit 1 where something is left",
    ],
  ],
  notes: [
    "Run it once every process has the new key first. It can be ended and run again at any time.",
    "It is written to the audit as system:cli.",
  ],
  async run({ positionals: [verb, ...more] }) {
    if (verb !== "reencrypt" || more.length > 0) throw new CommandError("Say secrets reencrypt.");
    return asOperator(reencrypt);
  },
};

async function reencrypt({ ctx, change }: Operator): Promise<number> {
  const { db, sealer } = ctx;
  const told: string[][] = [];
  const unopened: string[] = [];
  const counts: Record<string, number> = {};
  for (const column of sealedColumns) {
    const done = await reseal(db, sealer, column);
    counts[column.name] = done.resealed;
    told.push([column.name, `${done.resealed} sealed anew`]);
    unopened.push(...done.unopened.map((key) => `${column.name} of ${key}`));
  }
  await change(
    "platform.secrets.reencrypt",
    async ({ audit }) => audit({ target: `encryption_key:${sealer.keyId}`, changes: counts }),
    undefined,
  );
  print(...columns(told));
  if (unopened.length > 0) {
    print("", "No key of ENCRYPTION_KEYS opens these; they are left as they are:", ...unopened);
  }
  const left = await leftByKey({ ctx });
  print("", ...left);
  return left[0] === nothingLeft ? 0 : 1;
}

const nothingLeft = "Nothing is sealed with an older key: older ones can be removed.";

async function leftByKey({ ctx: { db, sealer } }: Pick<Operator, "ctx">): Promise<string[]> {
  const lines: string[] = [];
  const tell = (where: string, byKey: ReadonlyMap<string, number>, advice: string): void => {
    for (const [id, texts] of byKey) {
      if (id !== sealer.keyId) lines.push(`${texts} in ${where} with the key ${id}${advice}`);
    }
  };
  for (const column of sealedColumns) tell(column.name, await countByKey(db, column), "");
  const advice = ": promised jobs end by themselves; failed ones are for jobs retry or discard";
  tell("outbox.payload", await countPromisedByKey(db), advice);
  return lines.length === 0 ? [nothingLeft] : ["Still sealed with an older key:", ...lines];
}

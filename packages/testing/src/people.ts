import { audienceOf, type Role } from "@mainstay/contracts";
import { type TestAccount, testAccount, testSession } from "./accounts.ts";
import { type Called, call } from "./api.ts";
import type { TestDoors } from "./doors.ts";

export interface TestPerson extends TestAccount {
  /** The access token. */
  readonly as: string;
  /** A mutation of `identity.accounts.…`. */
  ask(procedure: string, input: object): Promise<Called>;
  /** A query of it. */
  look(procedure: string, input: object): Promise<Called>;
}

/** Somebody who holds the role everywhere, and has come in by its door to look after accounts. */
export async function testPerson(at: TestDoors, role: Role): Promise<TestPerson> {
  const account = await testAccount(at.api.services, { grants: [{ role, scope: null }] });
  const { accessToken: as } = await testSession(at.api.services, account, audienceOf[role]);
  return {
    ...account,
    as,
    ask: (procedure, input) => at.ask(`accounts.${procedure}`, input, { as }),
    look: (procedure, input) =>
      call(at.api.url, `identity.accounts.${procedure}`, input, { as, by: "query" }),
  };
}

import { columns, type Command, CommandError, help, parse, print } from "./command.ts";

interface Listed {
  readonly about: string;
  /** Loaded when it is asked for, so that each starts at once. */
  readonly load: () => Promise<Command>;
}

const commands: Readonly<Record<string, Listed>> = {
  dev: {
    about: "Start everything for development: database, API and worker, with reload",
    load: async () => (await import("./commands/dev.ts")).dev,
  },
  migrate: {
    about: "Bring the database to this version",
    load: async () => (await import("./commands/migrate.ts")).migrate,
  },
  seed: {
    about: "Fill the database with what a new installation begins with",
    load: async () => (await import("./commands/seed.ts")).seed,
  },
  settings: {
    about: "Show and change settings",
    load: async () => (await import("./commands/settings.ts")).settings,
  },
  jobs: {
    about: "Look after jobs: what waits, what failed for good",
    load: async () => (await import("./commands/jobs.ts")).jobs,
  },
  admin: {
    about: "Make an administrator",
    load: async () => (await import("./commands/admin.ts")).admin,
  },
  ledger: {
    about: "Prove that the books are clean",
    load: async () => (await import("./commands/ledger.ts")).ledger,
  },
  audit: {
    about: "Prove that the audit is unchanged",
    load: async () => (await import("./commands/audit.ts")).audit,
  },
  telegram: {
    about: "Connect the Telegram bot with this installation",
    load: async () => (await import("./commands/telegram.ts")).telegram,
  },
  push: {
    about: "Make keys for web push",
    load: async () => (await import("./commands/push.ts")).push,
  },
  secrets: {
    about: "Seal stored secrets anew after a change of encryption keys",
    load: async () => (await import("./commands/secrets.ts")).secrets,
  },
  demo: {
    about: "Play a module with made-up people against the stack that runs",
    load: async () => (await import("./commands/demo.ts")).demo,
  },
  doctor: {
    about: "Check this machine and its environment, and say what is wrong",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
};

async function main(args: readonly string[]): Promise<number> {
  const [name = "--help", ...rest] = args;
  if (name === "--help" || name === "help") {
    const listed = Object.entries(commands).map(([command, { about }]) => [`  ${command}`, about]);
    print("pnpm mainstay <command>", "", ...columns(listed), "", "Each shows more with --help.");
    return 0;
  }
  const found = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!found) {
    throw new CommandError(
      `There is no command ${name}. There are: ${Object.keys(commands).join(", ")}.`,
    );
  }
  const command = await found.load();
  const given = parse(command, rest);
  if (given.values["help"]) {
    print(found.about, "", help(name, command));
    return 0;
  }
  return command.run(given);
}

/** One line where the caller can mend it or the stack says nothing more; the whole with --verbose. */
async function tell(error: unknown, verbose: boolean): Promise<string> {
  const [{ EnvironmentError }, { DomainError }] = await Promise.all([
    import("@mainstay/runtime"),
    import("@mainstay/contracts"),
  ]);
  if (error instanceof EnvironmentError) return error.message;
  if (error instanceof CommandError || error instanceof DomainError) {
    return verbose ? (error.stack ?? error.message) : error.message;
  }
  if (!(error instanceof Error)) return String(error);
  if (verbose) return error.stack ?? error.message;
  return `${deepest(error)} (--verbose shows where)`;
}

/** Wrappers say what was tried; the cause says what is wrong. */
function deepest(error: Error): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error ? deepest(inner) : (error.message.split("\n", 1)[0] ?? "");
}

const args = process.argv.slice(2);
try {
  process.exitCode = await main(args);
} catch (error) {
  process.stderr.write(`${await tell(error, args.includes("--verbose"))}\n`);
  process.exitCode = 1;
}

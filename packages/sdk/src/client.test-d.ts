import { trpcClient } from "./trpc.ts";
import {
  createMainstay,
  createSession,
  idempotencyKey,
  isMainstayError,
  safe,
  type Session,
  type Setting,
} from "./index.ts";

/** A WebSocket with as few events as the `ws` package's has. */
declare class StrictSocket {
  constructor(address: null);
  constructor(address: string | URL, protocols?: string);
  addEventListener<K extends keyof StrictEvents>(
    type: K,
    listener: (event: StrictEvents[K]) => void,
  ): void;
  send(data: string): void;
  close(): void;
}
interface StrictEvents {
  open: { target: object };
  error: { message: string };
  close: { code: number };
  message: { data: string | ArrayBuffer };
}

/** Only the compiler reads this: what an SDK user's editor knows. */
const mainstay = createMainstay({ url: "https://api.example.com", WebSocket, EventSource, fetch });

export async function types(): Promise<void> {
  const setting: Setting = await mainstay.platform.settings.get.query({ key: "a" });
  // @ts-expect-error -- a required field is missing
  await mainstay.platform.settings.get.query({});
  // @ts-expect-error -- an unknown field
  await mainstay.platform.settings.get.query({ key: "a", other: 1 });
  await mainstay.platform.settings.update.mutate(
    { key: "a", value: setting.value },
    idempotencyKey("k"),
  );

  const result = await safe(mainstay.platform.settings.get.query({ key: "a" }));
  if (result.ok) {
    const { key }: Setting = result.data;
    return void key;
  }
  if (result.error.is("platform.setting_unknown")) {
    const { key } = result.error.details;
    key.toUpperCase();
  }
  if (result.error.is("request.rate_limited")) result.error.details.retryAfterSeconds.toFixed();
  // @ts-expect-error -- not a reason of this procedure
  result.error.is("platform.setting_invalid");
  if (isMainstayError(result.error, "request.invalid")) {
    const paths: string[] = result.error.details.issues.map((issue) => issue.path);
    paths.join();
  }
  // @ts-expect-error -- no reason at all
  isMainstayError(result.error, "platform.no_such");

  const watching = mainstay.platform.settings.watch.subscribe(
    { lastEventId: null },
    { onData: ({ id, data }) => `${id} ${data.key.length}`, onError: (error) => error.kind },
  );
  watching.unsubscribe();
  mainstay.close();

  const trpc = trpcClient(mainstay);
  const same: Setting = await trpc.platform.settings.get.query({ key: "a" });
  const reason = trpc.platform.settings.watch.subscribe(
    {},
    { onError: (error) => error.data?.reason },
  );
  reason.unsubscribe();
  createMainstay({ url: "https://api.example.com", WebSocket: StrictSocket });
  // As an environment gives it, also under exactOptionalPropertyTypes.
  createMainstay({ url: "https://api.example.com", apiKey: process.env["MAINSTAY_KEY"] });
  // @ts-expect-error -- an unknown field, for tRPC's types too
  await trpc.platform.settings.get.query({ key: same.key, other: 1 });
}

export async function signingIn(session: Session): Promise<string> {
  const signed = await safe(
    session.signIn({ email: "anna@example.com", password: "p", audience: "customer" }),
  );
  if (!signed.ok) {
    if (signed.error.is("identity.too_many_guesses"))
      return signed.error.details.retryAfterSeconds.toFixed();
    // @ts-expect-error -- not a reason of signing in
    signed.error.is("platform.setting_unknown");
    return signed.error.message;
  }
  // @ts-expect-error -- there is no account yet where a code is asked for
  void signed.data.account;
  if (signed.data.kind === "signed_in") return signed.data.account.email;
  const finished = await safe(session.secondFactor({ code: "000000", trustDevice: true }));
  if (finished.ok) return finished.data.account.id;
  if (finished.error.is("client.no_challenge")) await session.signOut();
  // @ts-expect-error -- a door is one of four
  await session.signIn({ email: "", password: "", audience: "nobody" });
  // @ts-expect-error -- the device is the session's own affair
  await session.signIn({ email: "", password: "", audience: "admin", device: "d" });
  // @ts-expect-error -- a cookie is kept by the browser, and by nobody else
  createSession({ url: "", way: "cookies" });
  return createMainstay({ url: "https://api.example.com", session })
    .platform.system.info.query()
    .then(({ version }) => version);
}

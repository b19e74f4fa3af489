import {
  bodyTooLarge,
  DomainError,
  fileMissing,
  fileSizeWrong,
  fileTypeWrong,
  forbiddenAddress,
} from "@mainstay/contracts";
import { dispositionOf, isFileAddress, keptKey, type Services, uploadKey } from "@mainstay/core";
import { files } from "@mainstay/db";
import { and, eq, gt } from "drizzle-orm";
import { type Request, type RequestHandler, type Response, Router } from "express";
import { z } from "zod";
import { giveBodyTime } from "./body-time.ts";
import { answerError } from "./fallback.ts";

const Id = z.uuid();

/** What addresses of the disk's store lead to. Where there is a bucket, its addresses lead there. */
export function fileRoutes(
  services: Pick<Services, "db" | "sealer" | "clock" | "fileStore">,
  idleMs: number,
): Router {
  const router = Router();
  const { db, sealer, clock } = services;
  const { local } = services.fileStore;
  if (!local) return router;

  /** The address's own word, if it is signed and not over. */
  const isAllowed = (request: Request, method: "PUT" | "GET", id: string): boolean => {
    const { expires, signature } = request.query;
    const expiresAt = new Date(Number(expires));
    if (typeof signature !== "string" || !(expiresAt > clock.now())) return false;
    return isFileAddress(sealer, { method, id, expiresAt }, signature);
  };

  const take: RequestHandler<{ id: string }> = async (request, response) => {
    const { id } = request.params;
    if (!isAllowed(request, "PUT", id)) throw forbiddenAddress();
    const waiting = and(
      eq(files.id, id),
      eq(files.state, "waiting"),
      gt(files.expiresAt, clock.now()),
    );
    const [row] = await db.select().from(files).where(waiting);
    if (!row) throw fileMissing({ fileId: id });
    const { declaredBytes: declared, declaredType } = row;
    const type = request.get("content-type") ?? "of no type";
    if (type !== declaredType) throw fileTypeWrong({ declared: declaredType, found: type });
    const told = Number(request.get("content-length") ?? declared);
    if (told > declared) throw bodyTooLarge({ limitBytes: declared });
    if (told !== declared) throw fileSizeWrong({ declared, found: told });
    const until = new Date(Number(request.query["expires"]));
    giveBodyTime(request, response, { until, idleMs });
    const came = await local.take(uploadKey(id), request, declared);
    if (came === "more") throw bodyTooLarge({ limitBytes: declared });
    if (came !== declared) throw fileSizeWrong({ declared, found: came });
    response.status(204).end();
  };

  const serve: RequestHandler<{ id: string }> = async (request, response) => {
    const { id } = request.params;
    const [row] = Id.safeParse(id).success
      ? await db
          .select()
          .from(files)
          .where(and(eq(files.id, id), eq(files.state, "ready")))
      : [];
    const isPublic = row?.visibility === "public";
    if (!isPublic && !isAllowed(request, "GET", id)) throw forbiddenAddress();
    if (!row?.sha256 || row.type === null) throw fileMissing({ fileId: id });
    response.set({
      "content-type": row.type,
      "content-disposition": dispositionOf(row),
      // Whatever it is, it is no page of ours and runs nothing.
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": isPublic ? "cross-origin" : "same-site",
      "cache-control": isPublic ? "public, max-age=31536000, immutable" : "private, no-store",
    });
    await send(response, local.pathOf(keptKey(row.id, row.sha256)));
  };

  router.put("/files/uploads/:id", told(take));
  router.get("/files/:id", told(serve));
  return router;
}

const send = (response: Response, file: string): Promise<void> =>
  new Promise((resolve, reject) => {
    // The folder may be anywhere, also below one whose name begins with a dot.
    response.sendFile(file, { dotfiles: "allow", cacheControl: false, etag: true }, (error) => {
      // A client that leaves while it loads is nobody's fault.
      if (error && !response.headersSent) reject(error);
      else resolve();
    });
  });

const told =
  (handle: RequestHandler<{ id: string }>): RequestHandler<{ id: string }> =>
  async (request, response, next) => {
    try {
      await handle(request, response, next);
    } catch (error) {
      // Whoever left in the middle of it is not there to be told.
      if (!request.complete && request.destroyed) return;
      if (!(error instanceof DomainError)) throw error;
      // What is still on its way is not waited for.
      response.set("connection", "close");
      answerError(response, error, `${request.method} /files`);
    }
  };

import type { AddressInfo } from "node:net";
import express from "express";
import pg from "pg";
import { tell } from "../../tell.ts";

const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: 10 });
const app = express();
app.get("/account", async (request, response) => {
  const { id } = JSON.parse((request.query as { input: string }).input) as { id: string };
  const { rows } = await pool.query<object>({
    name: "account",
    text: "select id, email, name, locale from accounts where id = $1",
    values: [id],
  });
  response.json(rows[0]);
});
const server = app.listen(0, "127.0.0.1", () => tell((server.address() as AddressInfo).port));

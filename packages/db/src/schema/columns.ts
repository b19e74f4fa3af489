import { customType, timestamp, uuid } from "drizzle-orm/pg-core";
import { v7 } from "uuid";

export const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
export const id = () => uuid("id").primaryKey().$defaultFn(v7);

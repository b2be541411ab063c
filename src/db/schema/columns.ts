import { customType, timestamp } from "drizzle-orm/pg-core";

/** A point in time; read and written as RFC 3339 text. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "string" });

export const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** Text that sorts by its bytes, whatever the database's locale: what `precedenceKey` is made for. */
export const byteOrderedText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

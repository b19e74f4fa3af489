import type { AnyTemplate } from "../../platform/index.ts";
import { booksNotCleanNotice } from "./books-not-clean.ts";

export const ledgerTemplates: readonly AnyTemplate[] = [booksNotCleanNotice];

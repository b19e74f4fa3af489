import { z } from "zod";
import { facts, paragraph, template } from "../../platform/index.ts";

const Found = z.object({
  found: z.int(),
  check: z.string(),
  subject: z.string(),
  problem: z.string(),
});
const example = {
  found: 2,
  check: "balance",
  subject: "0198a1b2-0000-7abc-8def-0123456789ab",
  problem: "stands at debits 0, credits 1200; its transfers come to 0 and 1000",
};

export const booksNotCleanNotice = template("ledger.not_clean", {
  kind: "security",
  channels: ["email", "telegram", "push"],
  data: Found,
  example,
  en: ({ found, check, subject, problem }) => ({
    subject: "The books are not clean",
    blocks: [
      paragraph(
        `The last look through the ledger found ${found} ${found === 1 ? "fault" : "faults"}. Pay nothing out by hand before it is known why.`,
      ),
      facts([
        { label: "Check", value: check },
        { label: "Subject", value: subject },
        { label: "Problem", value: problem },
      ]),
      paragraph("ledger.reconciliations.list and `pnpm mainstay ledger verify` show all of them."),
    ],
  }),
  ru: ({ found, check, subject, problem }) => ({
    subject: "В учёте есть расхождения",
    blocks: [
      paragraph(
        `Последняя сверка учёта нашла расхождений: ${found}. Пока причина не известна, ничего не выплачивайте вручную.`,
      ),
      facts([
        { label: "Проверка", value: check },
        { label: "Где", value: subject },
        { label: "Что не так", value: problem },
      ]),
      paragraph("Все показывают ledger.reconciliations.list и `pnpm mainstay ledger verify`."),
    ],
  }),
});

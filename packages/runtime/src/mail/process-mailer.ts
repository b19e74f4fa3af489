import type { Mailer } from "@mainstay/core";

export interface ProcessMailer extends Mailer {
  close(): void;
}

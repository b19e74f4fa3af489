/** What a mail is made of. One layout makes HTML and plain text of it. */
export type Block =
  | { readonly block: "paragraph"; readonly text: string }
  | { readonly block: "button"; readonly label: string; readonly url: string }
  | { readonly block: "code"; readonly code: string }
  | { readonly block: "facts"; readonly facts: readonly Fact[] }
  | { readonly block: "note"; readonly text: string };
export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface MailContent {
  readonly subject: string;
  /** What a list of mails shows beside the subject; the first paragraph if not said. */
  readonly preheader?: string;
  readonly blocks: readonly Block[];
}

export const paragraph = (text: string): Block => ({ block: "paragraph", text });
export const button = (label: string, url: string): Block => ({ block: "button", label, url });
export const code = (text: string): Block => ({ block: "code", code: text });
export const facts = (rows: readonly Fact[]): Block => ({ block: "facts", facts: rows });
/** Small print. */
export const note = (text: string): Block => ({ block: "note", text });

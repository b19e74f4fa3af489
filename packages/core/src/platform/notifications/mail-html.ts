import type { MailLocale } from "@mainstay/contracts";
import { escapeHtml as escaped } from "./escape-html.ts";
import type { Block, MailContent } from "./mail-content.ts";

/**
 * The one layout. Mail programs know tables and inline styles; those that know a dark scheme take the
 * classes. Nothing is loaded from outside, so that opening a mail tells nobody.
 */
export const mailHtml = (
  content: Required<MailContent>,
  locale: MailLocale,
): string => `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(content.subject)}</title>
<style>${darkStyle}</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#f2f5f7;">
<div style="display:none;max-height:0;overflow:hidden;">${escaped(content.preheader)}</div>
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f2f5f7;">
<tr><td align="center" style="padding:24px 12px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;">
<tr><td class="soft" style="padding:0 8px 12px;${font}font-size:15px;font-weight:600;color:#56616d;">Mainstay</td></tr>
<tr><td class="sheet" style="padding:28px 24px 12px;background:#ffffff;border:1px solid #e1e6eb;border-radius:10px;">
<h1 class="ink" style="margin:0 0 18px;${font}font-size:21px;line-height:1.3;font-weight:650;color:#1a2129;overflow-wrap:anywhere;">${escaped(content.subject)}</h1>
${content.blocks.map(blockHtml).join("\n")}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;

const font =
  "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue',Arial,sans-serif;";
const mono = "font-family:ui-monospace,Menlo,Consolas,'Liberation Mono',monospace;";
const darkStyle = `
:root{color-scheme:light dark;}
@media (prefers-color-scheme:dark){
.ground{background:#10161c!important;}
.sheet{background:#18212a!important;border-color:#2a3541!important;}
.ink{color:#dfe6ed!important;}
.soft{color:#9aa8b5!important;}
.code{color:#dfe6ed!important;background:#10161c!important;}
.row{border-color:#2a3541!important;}
.link{color:#74c3e0!important;}
.button{background:#74c3e0!important;}
.label{color:#10161c!important;}
}
`;

function blockHtml(block: Block): string {
  switch (block.block) {
    case "paragraph":
      return `<p class="ink" style="margin:0 0 16px;${font}font-size:16px;line-height:1.55;color:#1a2129;overflow-wrap:anywhere;">${lines(block.text)}</p>`;
    case "note":
      return `<p class="soft" style="margin:0 0 16px;${font}font-size:14px;line-height:1.5;color:#56616d;overflow-wrap:anywhere;">${lines(block.text)}</p>`;
    case "button":
      return buttonHtml(block.label, webUrl(block.url));
    case "code":
      return `<p class="code" style="margin:0 0 20px;padding:14px 16px;${mono}font-size:24px;letter-spacing:3px;text-align:center;color:#1a2129;background:#f2f5f7;border-radius:8px;overflow-wrap:anywhere;">${escaped(block.code)}</p>`;
    case "facts":
      return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 20px;">
${block.facts.map(({ label, value }) => factHtml(label, value)).join("\n")}
</table>`;
  }
}

const buttonHtml = (
  label: string,
  url: string,
): string => `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 14px;">
<tr><td class="button" style="background:#0b5d7a;border-radius:8px;"><a class="label" href="${escaped(url)}" style="display:inline-block;padding:12px 22px;${font}font-size:16px;font-weight:600;color:#ffffff;text-decoration:none;">${escaped(label)}</a></td></tr>
</table>
<p style="margin:0 0 20px;${font}font-size:13px;line-height:1.5;overflow-wrap:anywhere;word-break:break-all;"><a class="link" href="${escaped(url)}" style="color:#0b5d7a;">${escaped(url)}</a></p>`;

const factHtml = (label: string, value: string): string =>
  `<tr><td class="soft row" valign="top" style="padding:8px 16px 8px 0;${font}font-size:14px;line-height:1.5;color:#56616d;border-bottom:1px solid #e1e6eb;white-space:nowrap;">${escaped(label)}</td><td class="ink row" width="100%" valign="top" style="padding:8px 0;${font}font-size:14px;line-height:1.5;color:#1a2129;border-bottom:1px solid #e1e6eb;overflow-wrap:anywhere;">${escaped(value)}</td></tr>`;

/** A link of another kind, such as `javascript:`, is a mistake of the template. */
function webUrl(url: string): string {
  if (/^https?:\/\//i.test(url)) return url;
  throw new Error("a button of a mail leads to a page: http:// or https://");
}

const lines = (text: string): string => escaped(text).replaceAll("\n", "<br>");

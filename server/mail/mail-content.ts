import { oneLine } from './mail.ts';
import { unlinked } from './unlinked.ts';

/** What a mail says, as plain text. renderMail escapes it, and makes only the button's url a link. */
export type MailContent = {
  subject: string;
  heading: string;
  paragraphs: string[];
  button?: { label: string; url: string };
  /** Why this person gets it, and what to do if they did not cause it. */
  footnote: string;
};

/**
 * Renders a mail as text and as simple HTML without tables or external files. It sets no background, so it is readable in light and in
 * dark. Styles are attributes, because mail programs drop the rest. The account's name is the signature. The given addresses of people may
 * stand in the text unchanged.
 */
export function renderMail(
  content: MailContent,
  accountName: string | null,
  addresses: readonly string[] = [],
): { subject: string; text: string; html: string } {
  const shown = (words: string) => unlinked(words, addresses);
  const signature = accountName ? shown(oneLine(accountName, 100)) : 'Muster';
  const subject = shown(oneLine(content.subject, 200));
  const safe = withoutLinks(content, shown);
  const { heading, paragraphs, button, footnote } = safe;
  const text = [
    heading,
    ...paragraphs,
    ...(button ? [`${button.label}:\n${button.url}`] : []),
    '--',
    `${footnote}\n${signature}`,
  ];
  return { subject, text: `${text.join('\n\n')}\n`, html: html(subject, safe, signature) };
}

function withoutLinks(
  { subject, heading, paragraphs, button, footnote }: MailContent,
  shown: (words: string) => string,
) {
  return {
    subject: shown(subject),
    heading: shown(heading),
    paragraphs: paragraphs.map(shown),
    ...(button ? { button: { label: shown(button.label), url: button.url } } : {}),
    footnote: shown(footnote),
  };
}

const muted = 'font-size:13px;line-height:1.5;opacity:.75';
const buttonStyle =
  'display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none';

function html(subject: string, { heading, paragraphs, button, footnote }: MailContent, signature: string): string {
  const link = button
    ? `<p style="margin:24px 0"><a href="${escapeHtml(button.url)}" style="${buttonStyle}">${escapeHtml(button.label)}</a></p>
<p style="${muted}">If the button does not work, open this address:<br><span style="word-break:break-all">${escapeHtml(button.url)}</span></p>`
    : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5">
<div style="max-width:560px;margin:0 auto">
<h1 style="font-size:20px;line-height:1.3;margin:0 0 16px">${escapeHtml(heading)}</h1>
${paragraphs.map((paragraph) => `<p style="margin:0 0 12px">${escapeHtml(paragraph)}</p>`).join('\n')}
${link}
<hr style="border:0;border-top:1px solid;opacity:.2;margin:24px 0">
<p style="${muted}">${escapeHtml(footnote)}<br>${escapeHtml(signature)}</p>
</div></body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

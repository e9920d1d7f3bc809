import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { type Names, NamesUnanswered } from '../outbound/names.ts';

/**
 * What the domain name system says about a sender, as mail servers that get the mail look it up: SPF (RFC 7208), DKIM (RFC 6376) and DMARC
 * (RFC 7489).
 */
const recordSchema = z.object({
  state: z
    .enum(['good', 'weak', 'missing', 'several', 'broken', 'unanswered'])
    .describe(
      'weak: it is there and protects little. several: more than one, which counts as none. broken: it is there and cannot be used. unanswered: the name servers did not answer.',
    ),
  name: z.string().describe('Where the record stands, or belongs.'),
  found: z.array(z.string()),
  add: z.string().nullable().describe('A record to add, or to put in the place of what was found.'),
});
recordSchema.register(z.globalRegistry, { id: 'SenderRecord' });
type SenderRecord = z.infer<typeof recordSchema>;

export const senderRecordsSchema = z.object({
  domain: z.string(),
  spf: recordSchema,
  dmarc: recordSchema,
  dkim: recordSchema.extend({ selector: z.string() }).nullable().describe('null: no selector is known.'),
});
senderRecordsSchema.register(z.globalRegistry, { id: 'SenderRecords' });

/** Domains that are asked for a DMARC record at most: the sender's and those above it. */
const levelsMax = 5;
const shownMax = 500;

export async function lookUpSender(
  names: Names,
  { address, host, selector }: { address: string; host: string | null; selector: string | null },
): Promise<z.infer<typeof senderRecordsSchema>> {
  const domain = domainToASCII(address.slice(address.lastIndexOf('@') + 1)).toLowerCase();
  const [spf, dmarc, dkim] = await Promise.all([
    lookUpSpf(names, domain, host),
    lookUpDmarc(names, domain),
    selector === null ? null : lookUpDkim(names, domain, selector),
  ]);
  return { domain, spf, dmarc, dkim };
}

async function lookUpSpf(names: Names, domain: string, host: string | null): Promise<SenderRecord> {
  const from = { 0: host === null ? 'mx' : `a:${host}`, 4: `ip4:${host}`, 6: `ip6:${host}` }[isIP(host ?? '')];
  const add = `v=spf1 ${from} -all`;
  return judged(names, domain, /^v=spf1( |$)/i, add, (record) => {
    if (/(^| )\+?all( |$)/i.test(record)) return 'weak';
    return /(^| )([-~]all|redirect=\S+)( |$)/i.test(record) ? 'good' : 'weak';
  });
}

async function lookUpDmarc(names: Names, domain: string): Promise<SenderRecord> {
  const labels = domain.split('.');
  const domains = labels
    .map((_, i) => labels.slice(i).join('.'))
    .filter((name) => name.includes('.'))
    .slice(0, levelsMax);
  const add = 'v=DMARC1; p=quarantine';
  const own = await judgeDmarc(names, domain, add);
  if (own.state !== 'missing') return own;
  // A record of a domain above counts for those below it.
  for (const above of domains.slice(1)) {
    const found = await judgeDmarc(names, above, add);
    if (found.state !== 'missing') return found;
  }
  return own;
}

function judgeDmarc(names: Names, domain: string, add: string): Promise<SenderRecord> {
  return judged(names, `_dmarc.${domain}`, /^v=DMARC1\s*(;|$)/i, add, (record) => {
    const policy = /;\s*p\s*=\s*(\w+)/i.exec(record)?.[1]?.toLowerCase();
    if (policy === undefined) return 'broken';
    return policy === 'none' ? 'weak' : 'good';
  });
}

async function lookUpDkim(names: Names, domain: string, selector: string) {
  const name = `${selector}._domainkey.${domain}`;
  const record = await judged(names, name, /(^|;)\s*p\s*=/i, null, (text) =>
    // An empty key says that the selector was withdrawn.
    /(^|;)\s*p\s*=\s*[\da-z+/]/i.test(text) ? 'good' : 'broken',
  );
  return { ...record, selector };
}

async function judged(
  names: Names,
  name: string,
  isRecord: RegExp,
  add: string | null,
  judge: (record: string) => SenderRecord['state'],
): Promise<SenderRecord> {
  try {
    const found = (await names.texts(name)).filter((text) => isRecord.test(text));
    const [record] = found;
    const state = record === undefined ? 'missing' : found.length > 1 ? 'several' : judge(record);
    const shown = found.map((text) => text.slice(0, shownMax));
    return { state, name, found: shown, add: state === 'good' || state === 'several' ? null : add };
  } catch (error) {
    if (!(error instanceof NamesUnanswered)) throw error;
    return { state: 'unanswered', name, found: [], add: null };
  }
}

/** The selector of the signature that a mail got on its way, by the header of the sender's domain; null if it has none. */
export function selectorIn(headers: string, domain: string): string | null {
  const unfolded = headers.replace(/\r?\n[ \t]+/g, ' ');
  for (const [, signature = ''] of unfolded.matchAll(/^DKIM-Signature:(.*)$/gim)) {
    const tag = (name: string) => new RegExp(`(?:^|;)\\s*${name}\\s*=\\s*([^;\\s]+)`, 'i').exec(signature)?.[1];
    const [signer, selector] = [tag('d')?.toLowerCase(), tag('s')];
    if (selector !== undefined && signer !== undefined && (domain === signer || domain.endsWith(`.${signer}`)))
      return selector;
  }
  return null;
}

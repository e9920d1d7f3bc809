import { Resolver } from 'node:dns/promises';
import type { Lookup } from './lookup.ts';

const timeoutMs = 3_000;
const tries = 2;
/** Records of one name that are read. */
const recordsMax = 50;

/** The name servers were not reached, or did not answer in time. */
export class NamesUnanswered extends Error {}

/** Looks names up in the domain name system: at the given servers, or at the system's. */
export class Names {
  readonly #resolver = new Resolver({ timeout: timeoutMs, tries });

  constructor(servers: string[] | null) {
    if (servers !== null) this.#resolver.setServers(servers);
  }

  /** The TXT records of a name, each as one text; none if the name does not exist. @throws NamesUnanswered */
  async texts(name: string): Promise<string[]> {
    const records = await this.#ask(() => this.#resolver.resolveTxt(name));
    return records.slice(0, recordsMax).map((parts) => parts.join(''));
  }

  /** The addresses of a name, for connections. */
  readonly lookup: Lookup = (host, done) => {
    const v4 = this.#ask(() => this.#resolver.resolve4(host));
    const v6 = this.#ask(() => this.#resolver.resolve6(host));
    Promise.all([v4, v6]).then(
      ([four, six]) =>
        done(null, [
          ...four.map((address) => ({ address, family: 4 })),
          ...six.map((address) => ({ address, family: 6 })),
        ]),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), []),
    );
  };

  async #ask<T>(question: () => Promise<T[]>): Promise<T[]> {
    try {
      return await question();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (['ENOTFOUND', 'ENODATA', 'EBADNAME'].includes(code)) return [];
      throw new NamesUnanswered(`no answer from the name servers: ${code || String(error)}`, { cause: error });
    }
  }
}

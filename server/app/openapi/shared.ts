import type { Part } from './parts.ts';

/** Moves what several operations have in common to the components, and refers to it. */
export class Shared {
  readonly #kind: string;
  readonly #names = new Map<string, string>();
  readonly #parts: Record<string, Part> = {};

  constructor(kind: 'parameters' | 'responses', all: Part[], nameOf: (part: Part) => string) {
    this.#kind = kind;
    const uses = Map.groupBy(all, (part) => JSON.stringify(part));
    for (const [text, [part, ...others]] of uses) {
      if (!part || others.length === 0) continue;
      const name = nameOf(part);
      // If two different parts want the same name, the first gets it and the other stays in place.
      if (name in this.#parts) continue;
      this.#names.set(text, name);
      this.#parts[name] = part;
    }
  }

  inPlaceOf(part: Part): Part {
    const name = this.#names.get(JSON.stringify(part));
    return name === undefined ? part : { $ref: `#/components/${this.#kind}/${name}` };
  }

  parts(): Record<string, Part> {
    return this.#parts;
  }
}

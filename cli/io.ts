import type { Readable, Writable } from 'node:stream';

type Output = Writable & { isTTY?: boolean; columns?: number };

/** What a command reads, where it writes, and how it ends. The answer goes to stdout, everything else to stderr. */
export type Io = {
  env: Record<string, string | undefined>;
  stdin: Readable & { isTTY?: boolean };
  stdout: Output;
  stderr: Output;
  exitCode: number;
  /** What is still to be done or said when the person interrupts. */
  onInterrupt: (() => void | Promise<void>) | null;
};

/** Whether reading failed because there is no such file. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Waits for a slow reader, so that long answers need little memory. */
export async function write({ stdout }: Pick<Io, 'stdout'>, text: string): Promise<void> {
  if (!stdout.write(text)) await new Promise<void>((resolve) => stdout.once('drain', resolve));
}

/** A line for people about what happens, beside the answer. */
export function say({ stderr }: Pick<Io, 'stderr'>, sentence: string): void {
  stderr.write(`${printable(sentence)}\n`);
}

/** Characters that move the cursor, colour the terminal, or turn the direction of a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant
const controls = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text that others wrote, for a line on a terminal. */
export function printable(text: string): string {
  return text.replace(controls, '�');
}

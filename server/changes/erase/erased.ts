import type { Ctx } from '../../kernel/context.ts';

/** What is known of a person at the moment of erasure, for those who kept something about them. */
export type ErasedPerson = { id: string; emailKey: string; nameKey: string };

/** Erases what a feature keeps of people, in the transaction that erases them. */
export type ErasedHook = (ctx: Ctx, people: ErasedPerson[]) => Promise<void>;

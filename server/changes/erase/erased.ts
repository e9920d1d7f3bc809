import type { Ctx } from '../../kernel/context.ts';

/** What is known of a person at the time of erasure, for features that store something about them. */
export type ErasedPerson = { id: string; emailKey: string; nameKey: string };

/** Erases what a feature stores about people, in the transaction that erases them. */
export type ErasedHook = (ctx: Ctx, people: ErasedPerson[]) => Promise<void>;

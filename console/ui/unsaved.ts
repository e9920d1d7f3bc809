import { createContext, useContext, useEffect, useState } from 'react';
import { createStore } from './store.ts';

/** What is lost, in words, if it is not what a person typed. */
export interface LossWords {
  title: string;
  body: string;
  leave: string;
  stay: string;
}

interface Form {
  words?: LossWords | undefined;
}
export type Forms = Set<Form>;

/** While a person is asked whether to leave. */
interface Question {
  answer: (leave: boolean) => void;
  words: LossWords | undefined;
}

/** Every form on the screen with something typed that is not saved. */
const unsaved: Forms = new Set();
/** The forms of the dialog or panel around. */
export const FormsInside = createContext<Forms | null>(null);
export const leaveQuestion = createStore<Question | null>(null);

/** Registers something typed, or what the words say, that leaving would lose. */
export function useUnsaved(isUnsaved: boolean, words?: LossWords): void {
  const inside = useContext(FormsInside);
  const [form] = useState<Form>({ words });
  useEffect(() => {
    if (!isUnsaved) return;
    for (const forms of [unsaved, inside]) forms?.add(form);
    return () => {
      for (const forms of [unsaved, inside]) forms?.delete(form);
    };
  }, [isUnsaved, inside, form]);
}

export function hasUnsaved(): boolean {
  return unsaved.size > 0;
}

/** Asks before something typed is lost, here or in the given forms. Without any, true at once. */
export async function mayLeave(forms: Forms = unsaved): Promise<boolean> {
  if (forms.size === 0) return true;
  if (leaveQuestion.get()) return false; // it is being asked
  const leave = await new Promise<boolean>((answer) => {
    // If opened within the same press of Esc, the question would take it as its answer.
    const words = [...forms].find((form) => form.words)?.words;
    setTimeout(() => leaveQuestion.set({ answer, words }));
  });
  leaveQuestion.set(null);
  if (leave) for (const form of [...forms]) for (const known of [unsaved, forms]) known.delete(form);
  return leave;
}

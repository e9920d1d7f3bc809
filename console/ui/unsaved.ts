import { createContext, useContext, useEffect, useState } from 'react';
import { createStore } from './store.ts';

type Forms = Set<object>;

/** Every form on the screen with something typed that is not saved. */
const unsaved: Forms = new Set();
/** The forms of the dialog or panel around. */
export const FormsInside = createContext<Forms | null>(null);
/** While a person is asked whether to leave: what takes the answer. */
export const leaveQuestion = createStore<((leave: boolean) => void) | null>(null);

/** Registers something typed that leaving would lose. */
export function useUnsaved(isUnsaved: boolean): void {
  const inside = useContext(FormsInside);
  const [form] = useState({});
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
    setTimeout(() => leaveQuestion.set(answer));
  });
  leaveQuestion.set(null);
  if (leave) for (const form of [...forms]) for (const known of [unsaved, forms]) known.delete(form);
  return leave;
}

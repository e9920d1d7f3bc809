import { access } from './en-access.ts';
import { shell } from './en-shell.ts';
import { ui } from './en-ui.ts';
import { words } from './en-words.ts';

/** The words of every page, including pages before signing in. A part's keys begin with its name. */
export const messages = { ui, shell, words, access } as const;

import { access } from './en-access.ts';
import { changes } from './en-changes.ts';
import { profile } from './en-profile.ts';
import { shell } from './en-shell.ts';
import { ui } from './en-ui.ts';
import { words } from './en-words.ts';

/** All words of the console. One file per part of the console; a part's keys begin with its name. */
export const messages = { ui, shell, words, access, changes, profile } as const;

import { later } from '../later.tsx';
import { createStore, useStore } from '../store.ts';
import { announce } from './announce.tsx';
import type { Failure } from './failure.ts';

export interface ToastAction {
  label: string;
  run: () => void;
}

const notices = () => import('./notices.tsx');
const Notices = later(async () => (await notices()).Notices);
const wanted = createStore(false);

/** Shown above all pages, once there was a toast. */
export function Toasts() {
  return useStore(wanted) && <Notices />;
}

/** The only kind of short message after an action. */
export function toast(message: string, action?: ToastAction): void {
  announce(message);
  wanted.set(true);
  void notices().then(({ showMessage }) => showMessage(message, action));
}

/** Stays until it is closed: people may miss an error that disappears. */
export function toastError(failure: Failure): void {
  wanted.set(true);
  void notices().then(({ showError }) => showError(failure));
}

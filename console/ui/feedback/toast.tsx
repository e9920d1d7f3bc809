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

/** Stands above all pages, from the first toast on. */
export function Toasts() {
  return useStore(wanted) && <Notices />;
}

/** The one short message after something happened. */
export function toast(message: string, action?: ToastAction): void {
  announce(message);
  wanted.set(true);
  void notices().then(({ showMessage }) => showMessage(message, action));
}

/** Stays until it is closed: an error that vanishes has not been told. */
export function toastError(failure: Failure): void {
  wanted.set(true);
  void notices().then(({ showError }) => showError(failure));
}

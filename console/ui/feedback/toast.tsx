import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { later } from '../later.tsx';
import { serverState } from '../server-away.ts';
import { createStore, useStore } from '../store.ts';
import { announce } from './announce.tsx';
import type { Failure } from './failure.ts';

export interface ToastAction {
  label: string;
  run: () => void;
}

const AFTER_START_MS = 2_000;
const notices = () => import('./notices.tsx');
const Notices = later(async () => (await notices()).Notices);
const wanted = createStore(false);

/** Shown above all pages, once there was a toast. */
export function Toasts() {
  const { t } = useTranslation();
  const server = useStore(serverState);
  // While the server is away it could not be fetched.
  useEffect(() => {
    const early = setTimeout(() => void notices().catch(() => undefined), AFTER_START_MS);
    return () => clearTimeout(early);
  }, []);
  useEffect(() => {
    if (server === 'away') return toastWhile(t('ui.errors.away'));
    if (server === 'updated')
      return toastWhile(t('ui.errors.outdated'), { label: t('ui.errors.reload'), run: () => window.location.reload() });
  }, [server, t]);
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

/** Stays until the returned function is called. */
function toastWhile(message: string, action?: ToastAction): () => void {
  announce(message);
  wanted.set(true);
  const shown = notices().then(({ showLasting }) => showLasting(message, action));
  return () => void shown.then((hide) => hide());
}

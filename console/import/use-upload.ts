import { useEffect, useRef, useState } from 'react';
import type { Change } from '../api/change-types.ts';
import { type Settings, uploadCsv } from './upload.ts';

interface Upload {
  /** From 0 to 1 while the file is being sent; null otherwise. */
  sent: number | null;
  error: unknown;
}

/** Sends one file at a time. Leaving the page stops it. */
export function useUpload(onPlanned: (change: Change) => void) {
  const [state, setState] = useState<Upload>({ sent: null, error: null });
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const start = async (file: File, settings: Settings) => {
    const controller = new AbortController();
    stop.current = controller;
    setState({ sent: 0, error: null });
    try {
      const onProgress = (sent: number) => setState({ sent, error: null });
      onPlanned(await uploadCsv(file, settings, { onProgress, signal: controller.signal }));
    } catch (error) {
      setState({ sent: null, error: controller.signal.aborted ? null : error });
    }
  };
  return {
    ...state,
    start: (file: File, settings: Settings) => void start(file, settings),
    stop: () => stop.current?.abort(),
    forget: () => setState({ sent: null, error: null }),
  };
}

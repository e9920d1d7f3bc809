import { useState } from 'react';
import { type Forms, mayLeave } from '../unsaved.ts';

/** For what holds forms and can be closed by accident: asks first if something typed would be lost. */
export function useGuarded(onClose: () => void) {
  const [forms] = useState((): Forms => new Set());
  const close = async () => {
    if (await mayLeave(forms)) onClose();
  };
  return { forms, close: () => void close() };
}

import type { messages } from './messages/en.ts';
import type { messages as inside } from './messages/en-inside.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof messages & typeof inside };
  }
}

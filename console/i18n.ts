import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { messages } from './messages/en.ts';

const LANGUAGE = 'en';

/** The person's own English, with their region's dates and numbers, if their browser prefers a kind of English. */
export const locale = navigator.languages.find((language) => language.split('-')[0] === LANGUAGE) ?? LANGUAGE;

export function startI18n(): void {
  document.documentElement.lang = LANGUAGE;
  void i18next.use(initReactI18next).init({
    lng: LANGUAGE,
    resources: { [LANGUAGE]: { translation: messages } },
    interpolation: { escapeValue: false }, // React escapes
    initAsync: false,
  });
}

/** For parts of the console that bring their own words. */
export function addMessages(more: object): void {
  i18next.addResourceBundle(LANGUAGE, 'translation', more, true);
}

export const LANGUAGES = ['zh-CN', 'en-US'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The server's names of the languages. */
export const SERVER_NAMES: Record<Language, 'zh-hans' | 'en'> = { 'zh-CN': 'zh-hans', 'en-US': 'en' };

export function languageOfServer(name: string | undefined): Language | undefined {
  return LANGUAGES.find((language) => SERVER_NAMES[language] === name);
}

const STORAGE_KEY = 'heliu.language';

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language);
}

let language: Language = readStored();

function readStored(): Language {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return isLanguage(stored) ? stored : 'zh-CN';
  } catch {
    return 'zh-CN';
  }
}

export function currentLanguage(): Language {
  return language;
}

/** True when the user has chosen a language on this device, which then wins over the one of the account. */
export function hasChosenLanguage(): boolean {
  return isLanguage(localStorage.getItem(STORAGE_KEY));
}

export function rememberLanguage(next: Language, chosen: boolean): void {
  language = next;
  if (chosen) localStorage.setItem(STORAGE_KEY, next);
}

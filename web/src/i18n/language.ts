export const LANGUAGES = ['zh-CN', 'en-US'] as const;
export type Language = (typeof LANGUAGES)[number];

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

import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { currentLanguage, type Language, rememberLanguage } from './language';

type Texts = Record<string, unknown>;

/** One file per area and language; the file name is the namespace. Chinese is bundled, English is loaded on demand. */
const chinese = import.meta.glob<Texts>('./locales/zh-CN/*.json', { eager: true, import: 'default' });
const english = import.meta.glob<Texts>('./locales/en-US/*.json', { import: 'default' });

const areaOf = (path: string) => path.replace(/^.*\/([^/]+)\.json$/, '$1');

export async function startI18n(): Promise<void> {
  const resources: Record<string, Texts> = {};
  for (const [path, texts] of Object.entries(chinese)) resources[areaOf(path)] = texts;
  await i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': resources as never },
    ns: Object.keys(resources),
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await applyLanguage(currentLanguage(), false);
}

/** Switches texts, dates and the page's language together. */
export async function applyLanguage(language: Language, chosen: boolean): Promise<void> {
  if (language === 'en-US' && !i18next.hasResourceBundle('en-US', 'common')) {
    await Promise.all(
      Object.entries(english).map(async ([path, load]) => {
        i18next.addResourceBundle('en-US', areaOf(path), await load());
      }),
    );
  }
  rememberLanguage(language, chosen);
  dayjs.locale(language === 'zh-CN' ? 'zh-cn' : 'en');
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

import { currentLanguage } from '@/i18n/language';

type Noun = 'units' | 'categories' | 'tax-codes' | 'price-levels';

/** The export address of a small master, for those who may export. */
export function mastersExport(noun: Noun, can: (permission: string) => boolean): string | undefined {
  if (!can('catalog.item.export')) return undefined;
  return `/api/v1/catalog/masters/export?noun=${noun}&language=${currentLanguage() === 'en-US' ? 'en' : 'zh'}`;
}

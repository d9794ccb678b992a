import i18next from 'i18next';
import type { ListFilter } from '@/shared/list';

/** Only what is not yet settled. */
export function openFilter(): ListFilter {
  const label = i18next.t('finance:openOnly');
  return { kind: 'select', name: 'open_only', label, options: [{ value: 'true', label }], width: 120 };
}

import { useTranslation } from 'react-i18next';
import { ImportPage } from '@/shared/import';

export default function ItemImportPage() {
  const { t } = useTranslation();
  return (
    <ImportPage title={t('catalog:item.title')} listPath="/catalog/items" base="/api/v1/catalog/items" />
  );
}

import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { PreviewDrawer } from '@/shared/document';
import type { SaleBody } from '../directSale';

/** Both books as the sale would leave them; nothing is written. */
export function SalePreview({ body, onClose }: { body: SaleBody; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <PreviewDrawer
      title={t('sales:direct.previewTitle')}
      subject={['direct-sale', body]}
      preview={(signal) => unwrap(api.POST('/api/v1/sales/direct-sales/preview', { body, signal }))}
      onClose={onClose}
    />
  );
}

import { useQuery } from '@tanstack/react-query';
import { Drawer, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { PostingPreviewView } from '@/shared/document';
import { ErrorPanel } from '@/shared/feedback';
import type { SaleBody } from '../directSale';

/** Both books as the sale would leave them; nothing is written. */
export function SalePreview({ body, onClose }: { body: SaleBody; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['sales', 'direct', 'preview', body],
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ signal }) => unwrap(api.POST('/api/v1/sales/direct-sales/preview', { body, signal })),
  });
  return (
    <Drawer
      open
      size={Math.min(760, window.innerWidth)}
      title={t('sales:direct.previewTitle')}
      onClose={onClose}
    >
      {isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {data && <PostingPreviewView preview={data} />}
    </Drawer>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Skeleton } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import { ErrorPanel } from '@/shared/feedback';
import { PostingPreviewView } from './PostingPreviewView';
import type { PostingPreview } from './types';

interface PreviewDrawerProps {
  title: string;
  /** What is previewed; asked anew each time the drawer opens. */
  subject: readonly unknown[];
  preview: (signal: AbortSignal) => Promise<PostingPreview>;
  /** The step that writes what is shown; without it there is only something to look at. */
  step?: { label: string; isBusy: boolean; onConfirm: () => void };
  /** What can be done about a refusal, below its words. */
  remedy?: (error: unknown) => ReactNode;
  onClose: () => void;
}

/** Both books as a posting would leave them, before it is made; Enter takes the step. */
export function PreviewDrawer({ title, subject, preview, step, remedy, onClose }: PreviewDrawerProps) {
  const { t } = useTranslation();
  const [opened] = useState(() => Date.now());
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['document', 'preview', ...subject, opened],
    queryFn: ({ signal }) => preview(signal),
    meta: { silent: true },
    staleTime: 0,
    gcTime: 0,
  });
  // Enter confirms, as soon as there is something to confirm and the drawer has stopped moving.
  const confirm = useRef<HTMLButtonElement>(null);
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (data && isShown) confirm.current?.focus();
  }, [data, isShown]);
  return (
    <Drawer
      open
      afterOpenChange={setShown}
      size={Math.min(800, window.innerWidth)}
      title={title}
      onClose={onClose}
      extra={
        step && (
          <Button
            ref={confirm}
            type="primary"
            disabled={!data}
            loading={step.isBusy}
            onClick={step.onConfirm}
          >
            {step.label}
          </Button>
        )
      }
    >
      {isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {error &&
        (isApiError(error) && error.status < 500 ? (
          <>
            <ErrorPanel error={error} title={t('document:preview.refused')} />
            {remedy?.(error)}
          </>
        ) : (
          <ErrorPanel error={error} onRetry={refetch} />
        ))}
      {data && <PostingPreviewView preview={data} />}
    </Drawer>
  );
}

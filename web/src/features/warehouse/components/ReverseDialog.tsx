import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import { ReasonDialog } from '@/shared/document';

interface ReverseDialogProps {
  title: string;
  question: string;
  reverse: (reason: string, header: ReturnType<typeof idempotent>) => Promise<unknown>;
  onDone: () => void;
}

/** 红冲 of one step of a document that stands for itself; what is on the page is read again. */
export function ReverseDialog({ title, question, reverse, onDone }: ReverseDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const key = useRef(newIdempotencyKey());
  const reversing = useMutation({
    meta: { silent: true },
    mutationFn: (reason: string) => reverse(reason, idempotent(key.current)),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: (query) => query.queryKey[1] !== 'session' });
      onDone();
    },
    onError: () => {
      key.current = newIdempotencyKey();
    },
  });
  return (
    <ReasonDialog
      title={title}
      question={question}
      okText={t('document:verb.reverse')}
      isDanger
      isBusy={reversing.isPending}
      asksReason
      error={reversing.error}
      onCancel={onDone}
      onConfirm={({ reason = '' }) => reversing.mutate(reason)}
    />
  );
}

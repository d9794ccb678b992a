import { CheckCircleFilled, ExclamationCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { Amount, big } from '@/shared/money';
import type { Invoice } from '../api';

const LOOKS: Record<string, { tone: string; icon: React.ReactNode }> = {
  matched: { tone: 'done', icon: <CheckCircleFilled /> },
  exception: { tone: 'refused', icon: <ExclamationCircleFilled /> },
};

/** How order, receipt and invoice agree. */
export function MatchMark({ state }: { state: string }) {
  const { t } = useTranslation();
  const { tone, icon } = LOOKS[state] ?? { tone: 'neutral', icon: <MinusCircleOutlined /> };
  return (
    <span className={`status status-${tone}`}>
      {icon} {t(`finance:match.${state || 'none'}`, { defaultValue: state })}
    </span>
  );
}

/** Red, three-way match, what is open and since when it is overdue. */
export function InvoiceMarks({ document }: { document: Invoice }) {
  const { t } = useTranslation();
  const isOpen = document.state === 'posted' && document.progress.settlement !== 'full';
  const overdue = dayjs().startOf('day').diff(dayjs(document.due_date), 'day');
  return (
    <>
      {document.is_red && !document.reverses_id && <Tag color="error">{t('document:red')}</Tag>}
      {document.match_state && <MatchMark state={document.match_state} />}
      {isOpen && document.open_amount && (
        <span className="document-mark">
          {t('finance:open')} <Amount value={signed(document)} currency={document.currency} symbol />
          {overdue > 0 && !document.is_red && <> · {t('finance:overdueDays', { count: overdue })}</>}
        </span>
      )}
    </>
  );
}

/** What is open with the sign of the invoice itself. */
function signed(document: Invoice): string {
  const open = big(document.open_amount).abs();
  return (document.is_red ? open.times(-1) : open).toFixed();
}

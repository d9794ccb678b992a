import { PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api, unwrap } from '@/api/client';
import { useCompany } from '@/app/session';
import { OriginLink, originName } from '@/shared/document';
import { ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { Amount, big, formatQuantity } from '@/shared/money';
import type { Voucher } from '../api';
import { memoText } from '../memo';
import { firstDay, lastDay } from '../periods';
import '../components/ledger.css';

type Line = Voucher['lines'][number];

/** One voucher as accountants read it, with the document behind it, its reversal, its seal and its twins. */
export default function VoucherPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['ledger', 'vouchers', 'detail', id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/ledger/vouchers/{voucher_id}', { params: { path: { voucher_id: id } }, signal }),
      ),
  });
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  if (isPending) return <PageSkeleton rows={10} />;
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="record-title">
          <Link to="/ledger/vouchers" className="document-kind">
            {t('ledger:voucher.title')}
          </Link>
          {data.label}
        </h1>
        {(data.is_red || data.reverses) && <Tag color="error">{t('document:red')}</Tag>}
        {data.reversed_by && <Tag>{t('ledger:voucher.wasReversed')}</Tag>}
        <div className="page-head-actions">
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t('common:action.print')}
          </Button>
        </div>
      </div>
      <VoucherSheet voucher={data} />
      <section className="panel no-print" aria-label={t('document:related')}>
        <VoucherLinks voucher={data} />
      </section>
    </div>
  );
}

function VoucherSheet({ voucher }: { voucher: Voucher }) {
  const { t } = useTranslation();
  const company = useCompany();
  return (
    <article className="panel voucher">
      <h2 className="voucher-title">{t('ledger:voucher.one')}</h2>
      <div className="voucher-head">
        <span>{company?.name}</span>
        <span className="number">{voucher.business_date}</span>
        <span>
          {t('ledger:voucher.number')} <strong>{voucher.label}</strong>
        </span>
        <span>{t('ledger:currency', { currency: voucher.currency })}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="voucher-table-frame" tabIndex={0} aria-label={t('ledger:voucher.lines')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('ledger:memo')}</th>
              <th scope="col">{t('ledger:account')}</th>
              <th scope="col">{t('ledger:debit')}</th>
              <th scope="col">{t('ledger:credit')}</th>
            </tr>
          </thead>
          <tbody>
            {voucher.lines.map((line) => (
              <VoucherLine key={line.id} line={line} voucher={voucher} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={2}>{t('common:list.totals')}</td>
              <td className="is-right">
                <Amount value={voucher.total_debit} currency={voucher.currency} symbol />
              </td>
              <td className="is-right">
                <Amount value={voucher.total_credit} currency={voucher.currency} symbol />
              </td>
            </tr>
          </tfoot>
        </table>
      </section>
      <div className="voucher-foot">
        <span>
          {t('ledger:voucher.kind')} {t(`ledger:kind.${voucher.kind}`, { defaultValue: voucher.kind })}
        </span>
        <span>
          {t('ledger:source')} {originName(voucher.origin, t)} {voucher.origin.number}
        </span>
        <span>
          {t('ledger:poster')} {voucher.posted_by.name || t('ledger:system')}
        </span>
      </div>
    </article>
  );
}

function VoucherLine({ line, voucher }: { line: Line; voucher: Voucher }) {
  const { t } = useTranslation();
  const ledger = new URLSearchParams({
    account_id: line.account.id,
    date_from: firstDay(voucher.period),
    date_to: lastDay(voucher.period),
  });
  const isForeign = line.currency !== voucher.currency;
  const details = [
    line.party?.name,
    line.item && `${line.item.code} ${line.item.name}`,
    !big(line.quantity).eq(0) && `${t('document:column.quantity')} ${formatQuantity(line.quantity)}`,
    isForeign && `${line.currency} ${line.amount_txn} × ${line.rate}`,
  ].filter(Boolean);
  return (
    <tr className={line.is_red ? 'voucher-red' : undefined}>
      <td>{memoText(voucher.memo, voucher.origin, t)}</td>
      <td>
        <Link to={`/ledger/account-ledger?${ledger}`}>
          {line.account.code} {line.account.name}
        </Link>
        {details.length > 0 && <span className="voucher-detail">{details.join(' · ')}</span>}
      </td>
      <td className="is-right">{side(line.debit, voucher.currency)}</td>
      <td className="is-right">{side(line.credit, voucher.currency)}</td>
    </tr>
  );
}

function side(amount: string, currency: string) {
  return big(amount).eq(0) ? null : <Amount value={amount} currency={currency} />;
}

function VoucherLinks({ voucher }: { voucher: Voucher }) {
  const { t } = useTranslation();
  const links = [
    { label: t('ledger:voucher.reverses'), to: voucher.reverses },
    { label: t('ledger:voucher.reversedBy'), to: voucher.reversed_by },
  ];
  return (
    <dl className="voucher-links">
      <dt>{t('ledger:source')}</dt>
      <dd>
        <OriginLink origin={voucher.origin} />
      </dd>
      {links.map(
        ({ label, to }) =>
          to && (
            <div key={label} style={{ display: 'contents' }}>
              <dt>{label}</dt>
              <dd>
                <Link to={`/ledger/vouchers/${to.id}`}>{to.label}</Link>{' '}
                <span className="number">{to.business_date}</span>
              </dd>
            </div>
          ),
      )}
      {voucher.twins.length > 0 && (
        <>
          <dt>{t('ledger:voucher.twins')}</dt>
          <dd>
            {voucher.twins.map((twin) => (
              <Link key={twin.id} to={`/ledger/vouchers/${twin.id}`}>
                {twin.ledger} {twin.label}{' '}
              </Link>
            ))}
          </dd>
        </>
      )}
      <dt>{t('ledger:voucher.seal')}</dt>
      <dd className="voucher-hash">
        {voucher.seal ? (
          <>
            #{voucher.seal.sequence} <code>{voucher.seal.hash}</code>
          </>
        ) : (
          t('ledger:voucher.unsealed')
        )}
      </dd>
    </dl>
  );
}

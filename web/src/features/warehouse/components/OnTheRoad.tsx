import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import dayjs from 'dayjs';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { api, unwrap } from '@/api/client';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import { keys } from '@/api/keys';
import { DateField } from '@/shared/document';
import { EmptyState, ErrorPanel, errorText, PageSkeleton } from '@/shared/feedback';
import { DecimalInput } from '@/shared/forms';
import { useHotkeys } from '@/shared/hotkeys';
import { DataTable, type ListColumn } from '@/shared/list';
import { big, Quantity } from '@/shared/money';
import { ScanField } from '@/shared/scan';
import { lookUpItem } from '@/shared/select';
import { type Arrivals, allArrived, arrivalFault, arrivedLines, inTransit, withScanned } from '../receiving';
import { type Transfer, transferEndpoints } from '../transferDefinition';
import '../warehouse.css';

type Line = Transfer['lines'][number];

/** Where goods leave the road: they arrive where they were sent to, or go back to where they came from. */
export type Way = 'receive' | 'send_back';

interface WayProps {
  way: Way;
}

/** What leaves the road of a transfer in two steps, counted or scanned. */
export function OnTheRoad({ way }: WayProps) {
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.detail('warehouse', 'transfers', id),
    queryFn: ({ signal }) => transferEndpoints.load(id, signal),
  });
  if (isPending) return <PageSkeleton rows={10} />;
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  return <Leaving key={data.version} way={way} transfer={data} />;
}

function Leaving({ way, transfer }: WayProps & { transfer: Transfer }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const lines = transfer.lines.filter((line) => big(inTransit(line)).gt(0));
  const [arrivals, setArrivals] = useState<Arrivals>({});
  const [date, setDate] = useState<string | null>(dayjs().format('YYYY-MM-DD'));
  const [reason, setReason] = useState('');
  const key = useRef(newIdempotencyKey());
  const back = `/warehouse/transfers/${transfer.id}`;
  const arrived = arrivedLines(lines, arrivals);
  const isFaulty = lines.some((line) => arrivalFault(line, arrivals[line.id]) !== null);
  const leaving = useMutation({
    meta: { silent: true },
    mutationFn: () => {
      const body = { business_date: date, lines: arrived };
      const params = { path: { transfer_id: transfer.id }, header: idempotent(key.current) };
      return way === 'receive'
        ? unwrap(api.POST('/api/v1/warehouse/transfers/{transfer_id}/receive', { body, params }))
        : unwrap(
            api.POST('/api/v1/warehouse/transfers/{transfer_id}/send-back', {
              body: { ...body, reason: reason.trim() },
              params,
            }),
          );
    },
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: (query) => query.queryKey[1] !== 'session' });
      navigate(back, { replace: true });
    },
    onError: () => {
      key.current = newIdempotencyKey();
    },
  });
  const canLeave = arrived.length > 0 && !isFaulty && !leaving.isPending;
  const leave = () => {
    if (canLeave) leaving.mutate();
  };
  useHotkeys([
    {
      id: `transfer.${way}`,
      keys: 'mod+enter',
      label: 'document:key.forward',
      group: 'document',
      inInputs: true,
      run: leave,
    },
  ]);
  const columns = useMemo<ListColumn<Line>[]>(
    () =>
      lineColumns(t, way, arrivals, (lineId, value) =>
        setArrivals((before) => ({ ...before, [lineId]: value })),
      ),
    [t, way, arrivals],
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>
          {t(`document:verb.${way}`)} <Link to={back}>{transfer.number}</Link>
        </h1>
        <div className="page-head-actions">
          <Button onClick={() => setArrivals(allArrived(lines))}>{t(`warehouse:transfer.${way}.all`)}</Button>
          <Button type="primary" disabled={!canLeave} loading={leaving.isPending} onClick={leave}>
            {t(`warehouse:transfer.${way}.post`)}
          </Button>
        </div>
      </div>
      {leaving.error && <Alert type="error" showIcon role="alert" title={errorText(leaving.error)} />}
      <section className="panel receiving">
        <p className="receiving-way">
          {way === 'receive'
            ? `${transfer.warehouse?.name} → ${transfer.to_warehouse.name}`
            : `${t('warehouse:transfer.road')} → ${transfer.warehouse?.name}`}
          <span>
            {t('document:column.date')} <DateField value={date} onChange={setDate} />
          </span>
          {way === 'send_back' && (
            <Input
              className="receiving-reason"
              aria-label={t('document:reason')}
              placeholder={t('document:reason')}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </p>
        <ScanField
          onScan={async (code, quantity) => {
            const found = await lookUpItem(code);
            if (!found) return false;
            const factor = big(found.unit.numerator).div(big(found.unit.denominator));
            const isHere = lines.some((line) => line.item.id === found.item.id);
            setArrivals(
              (before) =>
                withScanned(lines, before, found.item.id, big(quantity).times(factor).toFixed()) ?? before,
            );
            return isHere;
          }}
        />
        {lines.length === 0 ? (
          <EmptyState title={t('warehouse:transfer.nothingInTransit')} />
        ) : (
          <DataTable
            label={t('document:lines')}
            columns={columns}
            rows={lines}
            rowKey={(line) => line.id}
            heightMax={620}
          />
        )}
      </section>
    </div>
  );
}

function lineColumns(
  t: (key: string) => string,
  way: Way,
  arrivals: Arrivals,
  change: (lineId: string, value: string | null) => void,
): ListColumn<Line>[] {
  return [
    { key: 'code', title: t('warehouse:stock.code'), width: 120, render: (line) => line.item.code },
    { key: 'name', title: t('document:column.item'), width: 260, render: (line) => line.item.name },
    { key: 'unit', title: t('document:column.unit'), width: 70, render: (line) => line.unit.name },
    { key: 'quantity', title: t('warehouse:transfer.sent'), kind: 'quantity' },
    { key: 'received_quantity', title: t('warehouse:transfer.received'), kind: 'quantity' },
    { key: 'sent_back_quantity', title: t('warehouse:transfer.sentBack'), kind: 'quantity' },
    {
      key: 'left',
      title: t('warehouse:transfer.left'),
      kind: 'quantity',
      render: (line) => <Quantity value={inTransit(line)} strong />,
    },
    {
      key: 'arrives',
      title: t(`warehouse:transfer.${way}.now`),
      width: 170,
      render: (line) => {
        const fault = arrivalFault(line, arrivals[line.id]);
        return (
          <span className="receiving-cell">
            <DecimalInput
              aria-label={`${t(`warehouse:transfer.${way}.now`)} ${line.item.name}`}
              value={arrivals[line.id] ?? null}
              onChange={(value) => change(line.id, value)}
            />
            {fault && <small role="alert">{t(`warehouse:transfer.fault.${fault}`)}</small>}
          </span>
        );
      },
    },
  ];
}

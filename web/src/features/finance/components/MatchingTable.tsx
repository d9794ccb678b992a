import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { AmountField, OriginLink } from '@/shared/document';
import { EmptyState } from '@/shared/feedback';
import { DataTable, type ListColumn } from '@/shared/list';
import { Amount, big } from '@/shared/money';
import {
  type Allocations,
  isSmallRest,
  itemKey,
  type OpenItem,
  openOf,
  restOf,
  type Side,
} from '../matching';

interface MatchingTableProps {
  label: string;
  side: Side;
  items: readonly OpenItem[];
  allocations: Allocations;
  currency: string;
  onChange: (allocations: Allocations) => void;
  hasDiscount?: boolean;
}

const NOTHING = { amount: '0', discount: '0' };

/** Open items with what of each is settled now. A rest of a few cents can be waived on the spot. */
export function MatchingTable(props: MatchingTableProps) {
  const { t } = useTranslation();
  const { items, allocations, currency } = props;
  if (items.length === 0) return <EmptyState title={t('finance:matching.nothing')} />;
  const put = (item: OpenItem, patch: Partial<typeof NOTHING>) => {
    const key = itemKey(item.origin);
    props.onChange({ ...allocations, [key]: { ...(allocations[key] ?? NOTHING), ...patch } });
  };
  const signed = (amount: string) => (
    <Amount value={props.side === 'AP' ? big(amount).times(-1).toFixed() : amount} currency={currency} />
  );
  const columns: ListColumn<OpenItem>[] = [
    {
      key: 'origin',
      title: t('finance:document'),
      width: 200,
      render: (item) => <OriginLink origin={item.origin} />,
    },
    {
      key: 'due_date',
      title: t('finance:dueDate'),
      width: 190,
      render: (item) => (
        <>
          <span className="number">{item.due_date}</span>
          {item.overdue_days > 0 && (
            <small className="matching-overdue">
              {' '}
              {t('finance:overdueDays', { count: item.overdue_days })}
            </small>
          )}
        </>
      ),
    },
    {
      key: 'open_amount',
      title: t('finance:open'),
      kind: 'amount',
      render: (item) => signed(item.open_amount),
    },
    {
      key: 'settle',
      title: t('finance:matching.settle'),
      width: 122,
      render: (item) => (
        <AmountField
          size="small"
          currency={currency}
          aria-label={`${t('finance:matching.settle')} ${item.origin.number}`}
          value={shown(allocations[itemKey(item.origin)]?.amount)}
          onChange={(value) => put(item, { amount: value ?? '0' })}
        />
      ),
    },
  ];
  if (props.hasDiscount) {
    columns.push({
      key: 'discount',
      title: t('finance:matching.discount'),
      width: 102,
      render: (item) => (
        <AmountField
          size="small"
          currency={currency}
          aria-label={`${t('finance:matching.discount')} ${item.origin.number}`}
          value={shown(allocations[itemKey(item.origin)]?.discount)}
          onChange={(value) => put(item, { discount: value ?? '0' })}
        />
      ),
    });
  }
  columns.push({
    key: 'rest',
    title: t('finance:matching.rest'),
    width: 140,
    render: (item) => (
      <Rest
        item={item}
        rest={restOf(item, allocations[itemKey(item.origin)])}
        isTouched={!big(allocations[itemKey(item.origin)]?.amount).eq(0)}
        currency={currency}
        onFill={() => put(item, { amount: openOf(item), discount: '0' })}
        onWaive={
          props.hasDiscount
            ? (rest) => {
                const held = big(allocations[itemKey(item.origin)]?.discount);
                put(item, { discount: held.plus(big(rest)).toFixed() });
              }
            : undefined
        }
      />
    ),
  });
  columns.push({
    key: 'amount',
    title: t('finance:original'),
    kind: 'amount',
    render: (item) => signed(item.amount),
  });
  return (
    <DataTable
      label={props.label}
      columns={columns}
      rows={items}
      rowKey={(item) => itemKey(item.origin)}
      currency={currency}
      heightMax={420}
    />
  );
}

const shown = (value: string | undefined) => (value && !big(value).eq(0) ? value : null);

interface RestProps {
  item: OpenItem;
  rest: string;
  isTouched: boolean;
  currency: string;
  onFill: () => void;
  onWaive?: (rest: string) => void;
}

function Rest({ item, rest, isTouched, currency, onFill, onWaive }: RestProps) {
  const { t } = useTranslation();
  const isOpen = big(rest).gt(0);
  return (
    <span className="matching-rest">
      <Amount value={rest} currency={currency} />
      {isOpen && !isTouched && (
        <Button size="small" type="link" onClick={onFill}>
          {t('finance:matching.all')}
        </Button>
      )}
      {isTouched && onWaive && isSmallRest(rest, openOf(item)) && (
        <Button size="small" type="link" onClick={() => onWaive(rest)}>
          {t('finance:matching.waive')}
        </Button>
      )}
    </span>
  );
}

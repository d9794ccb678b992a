import { ThunderboltOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Skeleton } from 'antd';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type LinesProps, referenceId } from '@/shared/document';
import { EmptyState, ErrorPanel } from '@/shared/feedback';
import { Amount, big } from '@/shared/money';
import { allocationsOf, linesOf } from '../allocationLines';
import { type Money, openItemsQuery } from '../api';
import { type Allocations, allocateOldest, balanceOf, type OpenItem } from '../matching';
import type { MoneyKind } from '../moneyKinds';
import { MatchingTable } from './MatchingTable';
import { SettledLines } from './SettledLines';
import './finance.css';

/** The open items of the party, what of the money goes to each, and what is left as a prepayment: reckoned live. */
export function moneyLines(kind: MoneyKind) {
  return function MoneyLines({ store, form, currency, isReadOnly, document }: LinesProps<Money>) {
    if (isReadOnly) return <SettledLines lines={document?.lines ?? []} currency={currency} hasDiscount />;
    return <OpenMatching kind={kind} store={store} form={form} currency={currency} isReadOnly={false} />;
  };
}

function OpenMatching({ kind, store, form, currency }: LinesProps<Money> & { kind: MoneyKind }) {
  const { t } = useTranslation();
  const partyId = referenceId(Form.useWatch('party', form));
  const amount: string = Form.useWatch('amount', form) || '0';
  const items = useQuery(openItemsQuery(kind.side, partyId, currency));
  const byKey = useStore(store, (state) => state.byKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines are what changed
  const allocations = useMemo(() => allocationsOf(store.getState().filled()), [store, byKey]);
  const known = items.data;
  useEffect(() => {
    if (known) dropForeign(store, known);
  }, [known, store]);
  const change = (next: Allocations) => store.getState().load(linesOf(known ?? [], next), { isDirty: true });
  if (partyId === null) return <EmptyState title={t(`finance:matching.choose.${kind.party}`)} />;
  if (items.isPending) return <Skeleton active paragraph={{ rows: 4 }} />;
  if (items.error) return <ErrorPanel error={items.error} onRetry={items.refetch} />;
  const balance = balanceOf(items.data, allocations, { amount, side: kind.side });
  return (
    <>
      <div className="matching-tools">
        <Button
          icon={<ThunderboltOutlined />}
          disabled={big(amount).eq(0)}
          onClick={() => change(allocateOldest(items.data, amount, kind.side))}
        >
          {t('finance:matching.auto')}
        </Button>
        <Button
          disabled={big(balance.allocated).eq(0)}
          onClick={() => form.setFieldValue('amount', balance.allocated)}
        >
          {t('finance:matching.takeSum')}
        </Button>
        <Button type="text" disabled={Object.keys(allocations).length === 0} onClick={() => change({})}>
          {t('finance:matching.clear')}
        </Button>
      </div>
      <MatchingTable
        side={kind.side}
        label={t('finance:matching.title')}
        items={items.data}
        allocations={allocations}
        currency={currency}
        onChange={change}
        hasDiscount
      />
      <dl className="document-totals" aria-live="polite">
        <Sum label={t(`finance:${kind.kind}.amount`)} value={amount} currency={currency} />
        <Sum label={t('finance:matching.allocated')} value={balance.allocated} currency={currency} />
        {!big(balance.discount).eq(0) && (
          <Sum label={t('finance:matching.discount')} value={balance.discount} currency={currency} />
        )}
        <div className="document-total">
          <dt>{t(balance.isExceeded ? 'finance:matching.exceeded' : `finance:${kind.kind}.advance`)}</dt>
          <dd>
            <Amount value={balance.rest} currency={currency} symbol strong />
          </dd>
        </div>
      </dl>
    </>
  );
}

function Sum({ label, value, currency }: { label: string; value: string; currency: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <Amount value={value} currency={currency} />
      </dd>
    </div>
  );
}

/** Another party or currency was chosen: what belongs to the one before is let go. */
function dropForeign(store: LinesProps<Money>['store'], items: readonly OpenItem[]): void {
  const lines = store.getState().filled();
  const kept = linesOf(items, allocationsOf(lines));
  if (kept.length !== lines.length) store.getState().load(kept, { isDirty: true });
}

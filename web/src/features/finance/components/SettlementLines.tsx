import { ThunderboltOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type LinesProps, referenceId } from '@/shared/document';
import { EmptyState, ErrorPanel } from '@/shared/feedback';
import { Amount, big, sum } from '@/shared/money';
import { allocationsOf, linesOf } from '../allocationLines';
import { openItemsQuery, type Settlement } from '../api';
import { type Allocations, itemKey, pairOldest, type Side } from '../matching';
import { MatchingTable } from './MatchingTable';
import { SettledLines } from './SettledLines';
import './finance.css';

const SIDES = ['debit', 'credit'] as const;

/** Both sides of a settlement note: what is owed, and what it is offset with. */
export function SettlementLines(props: LinesProps<Settlement>) {
  const { t } = useTranslation();
  const side: Side = Form.useWatch('side', props.form) ?? 'AR';
  const { document, currency } = props;
  if (!props.isReadOnly) return <OpenSides {...props} side={side} />;
  return (
    <div className="matching-sides">
      {SIDES.map((name) => (
        <section key={name}>
          <h2>{t(`finance:settlement.${side}.${name}`)}</h2>
          <SettledLines
            title={t(`finance:settlement.${side}.${name}`)}
            lines={(document?.lines ?? []).filter((line) => line.side === name)}
            currency={currency}
          />
        </section>
      ))}
    </div>
  );
}

function OpenSides({ store, form, currency, side }: LinesProps<Settlement> & { side: Side }) {
  const { t } = useTranslation();
  const partyId = referenceId(Form.useWatch('party', form));
  const items = useQuery(openItemsQuery(side, partyId, currency));
  const byKey = useStore(store, (state) => state.byKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines are what changed
  const allocations = useMemo(() => allocationsOf(store.getState().filled()), [store, byKey]);
  if (partyId === null) return <EmptyState title={t('finance:settlement.choose')} />;
  if (items.isPending) return <Skeleton active paragraph={{ rows: 4 }} />;
  if (items.error) return <ErrorPanel error={items.error} onRetry={items.refetch} />;
  const known = items.data;
  const sides = {
    debit: known.filter((item) => big(item.open_amount).gt(0)),
    credit: known.filter((item) => big(item.open_amount).lt(0)),
  };
  const change = (next: Allocations) =>
    store.getState().load(
      SIDES.flatMap((name) => linesOf(sides[name], next).map((line) => ({ ...line, side: name }))),
      { isDirty: true },
    );
  const totals = SIDES.map((name) =>
    sum(sides[name].map((item) => allocations[itemKey(item.origin)]?.amount)).toFixed(),
  );
  const difference = big(totals[0]).minus(big(totals[1])).toFixed();
  return (
    <>
      <div className="matching-tools">
        <Button icon={<ThunderboltOutlined />} onClick={() => change(pairOldest(known))}>
          {t('finance:settlement.auto')}
        </Button>
        <Button type="text" onClick={() => change({})}>
          {t('finance:matching.clear')}
        </Button>
      </div>
      <div className="matching-sides">
        {SIDES.map((name) => (
          <section key={name}>
            <h2>{t(`finance:settlement.${side}.${name}`)}</h2>
            <MatchingTable
              side={side}
              label={t(`finance:settlement.${side}.${name}`)}
              items={sides[name]}
              allocations={allocations}
              currency={currency}
              onChange={change}
            />
          </section>
        ))}
      </div>
      <dl className="document-totals" aria-live="polite">
        {SIDES.map((name, index) => (
          <div key={name}>
            <dt>{t(`finance:settlement.${side}.${name}`)}</dt>
            <dd>
              <Amount value={totals[index]} currency={currency} />
            </dd>
          </div>
        ))}
        <div className="document-total">
          <dt>{t('finance:settlement.difference')}</dt>
          <dd>
            <Amount value={difference} currency={currency} symbol strong />
          </dd>
        </div>
      </dl>
    </>
  );
}

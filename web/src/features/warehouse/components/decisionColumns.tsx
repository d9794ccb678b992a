import { Select } from 'antd';
import { DecimalInput } from '@/shared/forms';
import type { ListColumn } from '@/shared/list';
import { type Decision, type Decisions, type Difference, decisionFault, type Outcome } from '../deciding';
import { LiableSelect } from './LiableSelect';

type Change = (id: string, change: Partial<Decision>) => void;

/** The differences that are decided about, each with its outcome, its quantity and who owes it. */
export function decisionColumns(
  t: (key: string, values?: Record<string, unknown>) => string,
  decisions: Decisions,
  change: Change,
): ListColumn<Difference>[] {
  return [
    {
      key: 'name',
      title: t('document:column.item'),
      width: 200,
      card: 'title',
      render: (one) => `${one.item.code} ${one.item.name}`,
    },
    {
      key: 'direction',
      title: t('warehouse:difference.direction'),
      width: 70,
      render: (one) => t(`warehouse:difference.${one.direction}`),
    },
    { key: 'quantity', title: t('warehouse:difference.quantity'), kind: 'quantity', card: 'figure' },
    {
      key: 'now',
      title: t('warehouse:difference.now'),
      width: 130,
      folds: 'never',
      render: (one) => (
        <DecimalInput
          aria-label={`${t('warehouse:difference.now')} ${one.item.name}`}
          value={decisions[one.id]?.quantity ?? null}
          onChange={(quantity) => change(one.id, { quantity })}
        />
      ),
    },
    {
      key: 'outcome',
      title: t('warehouse:difference.outcome'),
      width: 260,
      folds: 'never',
      render: (one) => <Outcomes one={one} decision={decisions[one.id]} t={t} change={change} />,
    },
  ];
}

interface OutcomesProps {
  one: Difference;
  decision: Decision | undefined;
  t: (key: string, values?: Record<string, unknown>) => string;
  change: Change;
}

function Outcomes({ one, decision, t, change }: OutcomesProps) {
  const fault = decisionFault(one, decision);
  return (
    <span className="deciding-cell">
      <Select<Outcome>
        aria-label={`${t('warehouse:difference.outcome')} ${one.item.name}`}
        placeholder={t('warehouse:difference.outcome')}
        value={decision?.outcome ?? undefined}
        options={one.outcomes.map((value) => ({
          value,
          label: t(`warehouse:difference.${one.direction === 'gain' ? 'from' : 'to'}.${value}`),
        }))}
        onChange={(outcome) => change(one.id, { outcome })}
      />
      {decision?.outcome === 'liable' && (
        <LiableSelect value={decision.party} onChange={(party) => change(one.id, { party })} />
      )}
      {fault && fault !== 'outcome' && <small role="alert">{t(`warehouse:difference.fault.${fault}`)}</small>}
    </span>
  );
}

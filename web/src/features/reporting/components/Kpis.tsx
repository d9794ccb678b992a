import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { components } from '@/api/schema';
import { useReachable } from '@/app/useReachable';
import { Amount, formatPercent, formatQuantity, isNegative, Quantity } from '@/shared/money';
import { growth, isAboveZero, marginRate, monthStart } from '../figures';

type Workbench = components['schemas']['Workbench'];

/** The figures a shopkeeper asks for first: sold, earned, in stock, owed by and owed to others. */
export function Kpis({ workbench }: { workbench: Workbench }) {
  const { t } = useTranslation();
  const { sales, stock, receivables, payables, currency } = workbench;
  const reachable = useReachable();
  const day = workbench.as_of;
  const invoices = (from: string) => reachable(`/finance/sales-invoices?date_from=${from}&date_to=${day}`);
  const money = (value: string | null | undefined) => <Amount value={value} currency={currency} symbol />;
  const change = growth(sales.today, sales.yesterday);
  const rate = marginRate(sales.month_margin, sales.month);
  return (
    <section className="kpis" aria-label={t('reporting:kpi.label')}>
      <Kpi title={t('reporting:kpi.today')} value={money(sales.today)} path={invoices(day)}>
        <Fact name={t('reporting:kpi.yesterday')}>
          {money(sales.yesterday)} {change !== null && <Change value={change} />}
        </Fact>
        {sales.today_margin && <Fact name={t('reporting:kpi.margin')}>{money(sales.today_margin)}</Fact>}
      </Kpi>
      <Kpi title={t('reporting:kpi.month')} value={money(sales.month)} path={invoices(monthStart(day))}>
        {sales.month_margin && <Fact name={t('reporting:kpi.margin')}>{money(sales.month_margin)}</Fact>}
        {rate !== null && <Fact name={t('reporting:kpi.marginRate')}>{formatPercent(rate)}</Fact>}
      </Kpi>
      {stock && (
        <Kpi title={t('reporting:kpi.stock')} value={money(stock.value)} path={reachable('/warehouse/stock')}>
          <Fact name={t('reporting:kpi.items')}>
            {t('reporting:kpi.itemCount', { total: formatQuantity(String(stock.items)) })}
          </Fact>
          <Fact name={t('reporting:kpi.quantity')}>
            <Quantity value={stock.quantity} />
          </Fact>
        </Kpi>
      )}
      {receivables && (
        <Owed
          title={t('reporting:kpi.receivable')}
          prepaid={t('reporting:kpi.advanceReceived')}
          owed={receivables}
          money={money}
          path={reachable(`/finance/receivables?as_of=${day}`)}
        />
      )}
      {payables && (
        <Owed
          title={t('reporting:kpi.payable')}
          prepaid={t('reporting:kpi.advancePaid')}
          owed={payables}
          money={money}
          path={reachable(`/finance/payables?as_of=${day}`)}
        />
      )}
    </section>
  );
}

interface OwedProps {
  title: string;
  prepaid: string;
  owed: components['schemas']['Owed'];
  money: (value: string) => ReactNode;
  path?: string;
}

function Owed({ title, prepaid, owed, money, path }: OwedProps) {
  const { t } = useTranslation();
  const isLate = isAboveZero(owed.overdue);
  return (
    <Kpi title={title} value={money(owed.total)} path={path}>
      <Fact name={t('reporting:kpi.overdue')} tone={isLate ? 'alarm' : undefined}>
        {money(owed.overdue)}
      </Fact>
      {isAboveZero(owed.prepaid) && <Fact name={prepaid}>{money(owed.prepaid)}</Fact>}
    </Kpi>
  );
}

function Kpi(props: { title: string; value: ReactNode; path?: string; children?: ReactNode }) {
  return (
    <div className="panel kpi">
      <h2>{props.path ? <Link to={props.path}>{props.title}</Link> : props.title}</h2>
      <div className="kpi-value">{props.value}</div>
      <dl>{props.children}</dl>
    </div>
  );
}

function Fact(props: { name: string; tone?: 'alarm'; children: ReactNode }) {
  return (
    <div className={props.tone && `is-${props.tone}`}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/** Growth in per cent with its direction as an arrow: colour is never the only sign. */
function Change({ value }: { value: string }) {
  const isDown = isNegative(value);
  return (
    <span className={isDown ? 'kpi-down' : 'kpi-up'}>
      {isDown ? '↓' : '↑'} {formatPercent(value.replace('-', ''))}
    </span>
  );
}

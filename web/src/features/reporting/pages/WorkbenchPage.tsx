import { useQuery } from '@tanstack/react-query';
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { FirstSteps } from '../components/FirstSteps';
import { Kpis } from '../components/Kpis';
import { OtherDay } from '../components/OtherDay';
import { BelowMinimum, TopItems } from '../components/Rankings';
import { TrendPanel } from '../components/TrendPanel';
import { WaitingPanel } from '../components/WaitingPanel';
import '../workbench.css';

/** The first page: how business goes, what it is worth, and what waits to be done. */
export default function WorkbenchPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const asOf = search.get('as_of') ?? undefined;
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.detail('reporting', 'workbench', asOf ?? ''),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/reporting/workbench', { params: { query: { as_of: asOf } }, signal })),
    placeholderData: (previous) => previous,
    refetchInterval: 300_000,
  });
  if (isPending) return <PageSkeleton rows={14} />;
  if (error && !data) return <ErrorPanel error={error} onRetry={refetch} />;
  const show = (day: string | null) => setSearch(day ? { as_of: day } : {});
  return (
    <div className="page workbench">
      <div className="page-head">
        <h1>{t('reporting:workbench.title')}</h1>
        {data.latest_trade_date && (
          <div className="page-head-actions">
            <span id="workbench-day">{t('reporting:workbench.asOf')}</span>
            <DatePicker
              aria-labelledby="workbench-day"
              value={dayjs(data.as_of)}
              allowClear={asOf !== undefined}
              disabledDate={(day) => day.isAfter(dayjs(data.today), 'day')}
              onChange={(day) => show(day?.format('YYYY-MM-DD') ?? null)}
            />
          </div>
        )}
      </div>
      <OtherDay workbench={data} isChosen={asOf !== undefined} onShow={show} />
      {!data.latest_trade_date && <FirstSteps />}
      {data.latest_trade_date && (
        <>
          <Kpis workbench={data} />
          <div className="workbench-row is-wide-first">
            <TrendPanel trend={data.trend} currency={data.currency} />
            <WaitingPanel waiting={data.waiting} belowMinimum={data.below_minimum.count} />
          </div>
          <div className="workbench-row">
            <TopItems items={data.top_items} />
            <BelowMinimum below={data.below_minimum} />
          </div>
        </>
      )}
    </div>
  );
}

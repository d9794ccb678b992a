import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { Chart, type ChartModel, type ChartSeries } from '@/shared/charts';
import { formatCompact, formatMoney } from '@/shared/money';

type Trend = components['schemas']['Workbench']['trend'];

/** Sales of thirty days, with what was earned on them where the user may see it. */
export function TrendPanel({ trend, currency }: { trend: Trend; currency: string }) {
  const { t, i18n } = useTranslation();
  const model = useMemo<ChartModel>(() => {
    const series: ChartSeries[] = [
      { name: t('reporting:trend.sales'), kind: 'bar', values: trend.map((day) => day.sales) },
    ];
    if (trend.some((day) => typeof day.margin === 'string')) {
      series.push({
        name: t('reporting:trend.margin'),
        kind: 'line',
        values: trend.map((day) => day.margin ?? null),
      });
    }
    return {
      categories: trend.map((day) => day.date.slice(5)),
      series,
      format: (value) => formatMoney(value, currency),
      formatAxis: (value) => formatCompact(value, i18n.language),
    };
  }, [trend, currency, t, i18n.language]);
  return (
    <section className="panel" aria-labelledby="workbench-trend">
      <h2 id="workbench-trend">{t('reporting:trend.title')}</h2>
      <Chart title={t('reporting:trend.title')} model={model} height={268} />
    </section>
  );
}

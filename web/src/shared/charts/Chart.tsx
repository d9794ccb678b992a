import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/shared/feedback';
import type { ChartModel } from './options';
import './charts.css';

const EChart = lazy(() => import('./EChart'));

interface ChartProps {
  title: string;
  model: ChartModel;
  height?: number;
}

/** A chart with the same figures as a table for those who cannot see it. */
export function Chart({ title, model, height = 240 }: ChartProps) {
  const { t } = useTranslation();
  if (model.categories.length === 0) return <EmptyState />;
  return (
    <figure className="chart" aria-label={t('common:chart.label', { name: title })}>
      <Suspense fallback={<Skeleton.Node active style={{ width: '100%', height }} />}>
        <EChart model={model} height={height} />
      </Suspense>
      <div className="visually-hidden">
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th />
              {model.series.map((series) => (
                <th key={series.name}>{series.name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {model.categories.map((category, index) => (
              <tr key={category}>
                <th>{category}</th>
                {model.series.map((series) => {
                  const value = series.values[index];
                  return (
                    <td key={series.name}>
                      {value === null || value === undefined ? '' : model.format(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

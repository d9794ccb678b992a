import { Button, Empty, Skeleton, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './feedback.css';

export function SplashScreen() {
  const { t } = useTranslation();
  return (
    <output className="full-page splash" aria-live="polite">
      <Spin size="large" />
      <span className="visually-hidden">{t('common:state.loading')}</span>
    </output>
  );
}

/** The first load of a page: the outline of what comes, so that nothing jumps. */
export function PageSkeleton({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className="page" aria-busy="true">
      <span className="visually-hidden">{t('common:state.loading')}</span>
      <div className="panel">
        <Skeleton active title={{ width: 180 }} paragraph={{ rows }} />
      </div>
    </div>
  );
}

interface EmptyStateProps {
  /** True when filters or a search hide everything: another remedy than an empty book. */
  isFiltered?: boolean;
  title?: string;
  hint?: string;
  action?: ReactNode;
  onClearFilters?: () => void;
}

export function EmptyState({ isFiltered, title, hint, action, onClearFilters }: EmptyStateProps) {
  const { t } = useTranslation();
  if (isFiltered) {
    return (
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('common:state.noResults')}>
        {onClearFilters && <Button onClick={onClearFilters}>{t('common:list.clearFilters')}</Button>}
      </Empty>
    );
  }
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <div>{title ?? t('common:state.noData')}</div>
          {hint && <div className="empty-hint">{hint}</div>}
        </>
      }
    >
      {action}
    </Empty>
  );
}

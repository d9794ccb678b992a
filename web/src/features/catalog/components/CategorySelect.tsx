import { useQuery } from '@tanstack/react-query';
import { TreeSelect } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { categoriesQuery } from '../api';
import { categoryTree } from '../categories';

interface CategorySelectProps {
  id?: string;
  value?: string | null;
  onChange?: (id: string | null) => void;
  placeholder?: string;
  style?: React.CSSProperties;
  /** Left out with all below it: a category cannot stand below itself. */
  exceptId?: string;
  disabled?: boolean;
}

/** The tree of categories, searched by name and code. */
export function CategorySelect({ value, onChange, exceptId, ...props }: CategorySelectProps) {
  const { t } = useTranslation();
  const { data = [], isPending } = useQuery(categoriesQuery);
  const tree = useMemo(
    () =>
      categoryTree(
        data.filter((known) => known.status === 'active' || known.id === value),
        exceptId,
      ),
    [data, exceptId, value],
  );
  return (
    <TreeSelect
      {...props}
      aria-label={props.placeholder ?? t('catalog:item.category')}
      value={value || undefined}
      treeData={tree}
      loading={isPending}
      allowClear
      showSearch={{ treeNodeFilterProp: 'search' }}
      treeDefaultExpandAll={data.length <= 60}
      popupMatchSelectWidth={280}
      onChange={(id: string | undefined) => onChange?.(id ?? null)}
    />
  );
}

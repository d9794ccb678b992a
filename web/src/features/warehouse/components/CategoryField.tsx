import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { api, unwrap } from '@/api/client';
import type { Choosable } from '@/shared/select/RemoteSelect';

interface CategoryFieldProps {
  id?: string;
  value?: Choosable | null;
  onChange?: (category: Choosable | null) => void;
  placeholder?: string;
}

/** A category with all below it; its value is the record. */
export function CategoryField({ id, value, onChange, placeholder }: CategoryFieldProps) {
  const { data = [], isPending } = useQuery({
    queryKey: ['catalog', 'categories', 'list', 'all'],
    staleTime: 300_000,
    queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/catalog/categories', { signal }))).items,
  });
  return (
    <Select
      id={id}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={placeholder}
      loading={isPending}
      value={value?.id}
      options={data.map((category) => ({
        value: category.id,
        label: `${'　'.repeat(category.depth)}${category.name}`,
      }))}
      onChange={(chosen: string | undefined) => {
        const found = data.find((category) => category.id === chosen);
        onChange?.(found ? { id: found.id, code: found.code, name: found.name } : null);
      }}
    />
  );
}

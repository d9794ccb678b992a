import { FilterOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListChange, ListParams } from './useListParams';

interface Option {
  value: string;
  label: string;
}

/** A filter of a list; `name` is the query parameter of the API and of the address. */
export type ListFilter =
  | { kind: 'select'; name: string; label: string; options: Option[]; isMultiple?: boolean; width?: number }
  | { kind: 'dates'; from: string; to: string; label: string }
  | {
      kind: 'custom';
      name: string;
      label: string;
      render: (value: string | undefined, onChange: (value: string | undefined) => void) => ReactNode;
    };

interface FilterBarProps {
  params: ListParams;
  filters: readonly ListFilter[];
  onChange: (change: ListChange) => void;
  onClear: () => void;
  searchPlaceholder?: string;
  hasSearch: boolean;
}

export function FilterBar({
  params,
  filters,
  onChange,
  onClear,
  searchPlaceholder,
  hasSearch,
}: FilterBarProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const active = Object.keys(params.filters).length;
  const isFiltered = params.q !== '' || active > 0;
  // What a page cannot do without, such as the item of its ledger, is never folded away.
  const folds = hasSearch && filters.length > 0;
  return (
    <search className={folds && !isOpen ? 'filter-bar is-folded' : 'filter-bar'}>
      {hasSearch && (
        <SearchField value={params.q} placeholder={searchPlaceholder} onChange={(q) => onChange({ q })} />
      )}
      {folds && (
        <Button
          className="filter-fold"
          icon={<FilterOutlined />}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {active > 0 ? t('common:list.filtersActive', { count: active }) : t('common:list.filters')}
        </Button>
      )}
      {filters.map((filter) => (
        <FilterField
          key={filter.kind === 'dates' ? filter.from : filter.name}
          filter={filter}
          values={params.filters}
          onChange={(values) => onChange({ filters: values })}
        />
      ))}
      {isFiltered && (
        <Button type="link" onClick={onClear}>
          {t('common:list.clearFilters')}
        </Button>
      )}
    </search>
  );
}

/** Searches while typing, but never in the middle of a pinyin composition. */
function SearchField(props: { value: string; placeholder?: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(props.value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isComposing = useRef(false);
  useEffect(() => setText(props.value), [props.value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const send = (value: string, delay: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => props.onChange(value.trim()), delay);
  };
  return (
    <Input
      id="list-search"
      className="filter-search"
      value={text}
      allowClear
      prefix={<SearchOutlined />}
      placeholder={props.placeholder ?? t('common:list.search')}
      aria-label={props.placeholder ?? t('common:list.search')}
      onCompositionStart={() => {
        isComposing.current = true;
      }}
      onCompositionEnd={(event) => {
        isComposing.current = false;
        send(event.currentTarget.value, 250);
      }}
      onChange={(event) => {
        setText(event.target.value);
        if (!isComposing.current) send(event.target.value, event.target.value === '' ? 0 : 250);
      }}
      onPressEnter={(event) => {
        if (!event.nativeEvent.isComposing) send(event.currentTarget.value, 0);
      }}
    />
  );
}

interface FilterFieldProps {
  filter: ListFilter;
  values: Readonly<Record<string, string>>;
  onChange: (values: Record<string, string | undefined>) => void;
}

function FilterField({ filter, values, onChange }: FilterFieldProps) {
  const { t } = useTranslation();
  if (filter.kind === 'custom') {
    return <>{filter.render(values[filter.name], (value) => onChange({ [filter.name]: value }))}</>;
  }
  if (filter.kind === 'dates') {
    const [from, to] = [values[filter.from], values[filter.to]];
    return (
      <DatePicker.RangePicker
        aria-label={filter.label}
        value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
        allowEmpty={[true, true]}
        placeholder={[t('common:list.dateFrom'), t('common:list.dateTo')]}
        onChange={(range) =>
          onChange({
            [filter.from]: range?.[0]?.format('YYYY-MM-DD'),
            [filter.to]: range?.[1]?.format('YYYY-MM-DD'),
          })
        }
      />
    );
  }
  const value = values[filter.name];
  return (
    <Select
      className="filter-select"
      style={{ width: filter.width ?? 150 }}
      aria-label={filter.label}
      placeholder={filter.label}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      mode={filter.isMultiple ? 'multiple' : undefined}
      maxTagCount="responsive"
      value={filter.isMultiple ? (value?.split(',') as never) : value}
      options={filter.options}
      onChange={(next: string | string[] | undefined) =>
        onChange({ [filter.name]: Array.isArray(next) ? next.join(',') : next })
      }
    />
  );
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebounced } from '@/shared/list/useDebounced';

/** A record chosen from a master list, with whatever further facts the search returned. */
export interface Choosable {
  id: string;
  code?: string;
  name: string;
  [fact: string]: unknown;
}

export interface RemoteSelectProps<T extends Choosable = Choosable> {
  id?: string;
  value?: T | null;
  onChange?: (value: T | null) => void;
  placeholder?: string;
  allowClear?: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
  'aria-label'?: string;
  style?: React.CSSProperties;
}

interface Source<T extends Choosable> {
  /** Names the cache of suggestions. */
  name: string;
  find: (text: string, signal: AbortSignal) => Promise<T[]>;
  describe?: (choice: T) => ReactNode;
}

/** Finds on the server by name, code, pinyin or barcode while typing. The value is the whole record. */
export function RemoteSelect<T extends Choosable>({
  name,
  find,
  describe,
  ...props
}: RemoteSelectProps<T> & Source<T>) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const wanted = useDebounced(text.trim(), 120);
  const { data = [], isFetching } = useQuery({
    queryKey: ['select', name, wanted],
    enabled: isOpen,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => find(wanted, signal),
    meta: { silent: true },
  });
  const known = new Map(data.map((choice) => [choice.id, choice]));
  if (props.value) known.set(props.value.id, known.get(props.value.id) ?? props.value);
  return (
    <Select
      id={props.id}
      style={props.style}
      aria-label={props['aria-label']}
      placeholder={props.placeholder ?? t('common:select.type')}
      allowClear={props.allowClear ?? false}
      disabled={props.disabled}
      autoFocus={props.autoFocus}
      showSearch={{ filterOption: false, onSearch: setText, searchValue: text }}
      defaultActiveFirstOption
      loading={isFetching}
      value={props.value?.id}
      popupMatchSelectWidth={320}
      onOpenChange={(open) => {
        setOpen(open);
        if (!open) setText('');
      }}
      onChange={(id: string | undefined) => props.onChange?.((id && known.get(id)) || null)}
      notFoundContent={isFetching ? t('common:state.loading') : t('common:select.none')}
      optionLabelProp="label"
      options={data.map((choice) => ({ value: choice.id, label: choice.name, choice }))}
      optionRender={(option) =>
        describe ? describe(option.data.choice) : <ChoiceLine choice={option.data.choice} />
      }
      labelRender={() => props.value?.name ?? ''}
    />
  );
}

export function ChoiceLine({ choice, note }: { choice: Choosable; note?: ReactNode }) {
  return (
    <div className="search-hit">
      <span>{choice.name}</span>
      <small>
        {choice.code}
        {note && <> · {note}</>}
      </small>
    </div>
  );
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebounced } from '@/shared/list/useDebounced';
import type { GridLine, LookupColumn, Reference } from '../types';
import { LookupList } from './LookupList';
import { faultProps, useEditorInput } from './useEditorInput';

/** Stays below the 100 ms that a person notices, and spares the server every single letter. */
const DEBOUNCE_MS = 80;

interface LookupEditorProps {
  column: LookupColumn;
  line: GridLine;
  label: string;
  faultId?: string;
  current: Reference | null;
  onPick: (choice: Reference | null) => void;
  onNext: (by: 1 | -1) => void;
  onNotFound: () => void;
}

/** Type-ahead on the server: Enter takes the marked suggestion and goes on, also when it arrives after the Enter. */
export function LookupEditor(props: LookupEditorProps) {
  const { column, line, current } = props;
  const { t } = useTranslation();
  const listId = useId();
  const input = useEditorInput<HTMLInputElement>();
  const [text, setText] = useState(current?.name ?? '');
  const [isOpen, setOpen] = useState(false);
  const [isComposing, setComposing] = useState(false);
  const [marked, setMarked] = useState(0);
  const waiting = useRef<1 | -1 | null>(null);
  const typed = isOpen && text !== (current?.name ?? '') ? text.trim() : '';
  const wanted = useDebounced(typed, DEBOUNCE_MS);
  const { data, isFetching, isPlaceholderData, isError } = useQuery({
    queryKey: ['grid', 'lookup', column.key, wanted],
    enabled: isOpen && !isComposing,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => column.find(wanted, line, signal),
    meta: { silent: true },
  });
  const choices = data ?? [];
  const isSettled = wanted === typed && !isFetching && !isPlaceholderData;

  useEffect(() => {
    setText(current?.name ?? '');
  }, [current?.name]);

  const take = (choice: Reference | undefined, by: 1 | -1) => {
    waiting.current = null;
    if (!choice) {
      // What is wrong stands below the line, where the list would cover it.
      setOpen(false);
      return props.onNotFound();
    }
    setOpen(false);
    setText(choice.name);
    props.onPick(choice);
    props.onNext(by);
  };
  useEffect(() => {
    if (isSettled && waiting.current !== null && isOpen) take(choices[marked] ?? choices[0], waiting.current);
  });
  useEffect(() => {
    if (isError) waiting.current = null;
  }, [isError]);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (
      event.nativeEvent.isComposing ||
      event.keyCode === 229 ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey
    )
      return;
    if (event.key === 'F7') {
      event.preventDefault();
      setOpen(true);
    }
    if (!isOpen) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const count = choices.length || 1;
      setMarked((marked + (event.key === 'ArrowDown' ? 1 : count - 1)) % count);
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault();
      const by = event.shiftKey ? -1 : 1;
      if (isSettled) take(choices[marked], by);
      else waiting.current = by;
    }
  };
  return (
    <>
      <input
        ref={input}
        className="grid-editor"
        role="combobox"
        aria-label={props.label}
        {...faultProps(props.faultId)}
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen && choices[marked] ? `${listId}-${marked}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={t('common:select.type')}
        value={text}
        data-changed={text !== (current?.name ?? '') || undefined}
        data-suggestions={isOpen || undefined}
        onKeyDown={onKeyDown}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        onChange={(event) => {
          setText(event.target.value);
          setMarked(0);
          setOpen(event.target.value !== '');
          if (event.target.value === '' && current) props.onPick(null);
        }}
      />
      {isOpen && (
        <LookupList
          id={listId}
          anchor={input}
          choices={choices}
          marked={marked}
          isBusy={!isSettled}
          describe={column.describe}
          onPick={(choice) => take(choice, 1)}
        />
      )}
    </>
  );
}

import { memo, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { big, parseDecimal, trimZeros } from '@/shared/money';

interface CountInputProps {
  lineId: string;
  label: string;
  value: string | null;
  /** The same function for all lines: a hundred inputs are not drawn again for one count. */
  onCount: (lineId: string, quantity: string) => void;
}

/** The counted quantity of one line. Enter counts it and goes on to the next line; leaving counts it too. */
export const CountInput = memo(function CountInput({ lineId, label, value, onCount }: CountInputProps) {
  const { t } = useTranslation();
  const shown = value === null ? '' : trimZeros(value);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const plain = parseDecimal(text);
  const isFaulty = text !== '' && (plain === null || big(plain).lt(0));
  const take = () => {
    if (isFaulty || plain === null || plain === shown) return;
    onCount(lineId, plain);
  };
  return (
    <input
      className={isFaulty ? 'count-input is-faulty' : 'count-input'}
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      title={isFaulty ? t('common:form.invalidNumber') : undefined}
      aria-invalid={isFaulty}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') setText(shown);
        const by = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!by || isFaulty) return;
        event.preventDefault();
        take();
        neighbour(event.currentTarget, by)?.focus();
      }}
    />
  );
});

function neighbour(input: HTMLInputElement, by: number): HTMLInputElement | undefined {
  const all = [...(input.closest('table')?.querySelectorAll<HTMLInputElement>('input.count-input') ?? [])];
  return all[all.indexOf(input) + by];
}

import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Reference } from '../types';

const HEIGHT_MAX = 300;
const WIDTH_MIN = 440;
/** Less than this below the cell, and the list goes above it: three choices and a bit. */
const HEIGHT_MIN = 150;
const GAP = 8;

interface LookupListProps {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  choices: readonly Reference[];
  marked: number;
  isBusy: boolean;
  describe?: (choice: Reference) => ReactNode;
  onPick: (choice: Reference) => void;
}

/** The suggestions, in a portal so that the scrolling grid does not cut them off. */
export function LookupList({ id, anchor, choices, marked, isBusy, describe, onPick }: LookupListProps) {
  const { t } = useTranslation();
  const place = usePlace(anchor);
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    list.current?.children[marked]?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  return createPortal(
    <div
      id={id}
      ref={list}
      role="listbox"
      tabIndex={-1}
      aria-busy={isBusy}
      aria-label={t('grid:suggestions')}
      className={isBusy ? 'grid-lookup is-busy' : 'grid-lookup'}
      style={place}
      // The focus stays in the cell.
      onMouseDown={(event) => event.preventDefault()}
    >
      {choices.map((choice, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled in the cell, which keeps the focus
        <div
          key={`${choice.id}-${choice.unit_id ?? ''}`}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === marked}
          className="grid-lookup-choice"
          onClick={() => onPick(choice)}
        >
          {describe ? describe(choice) : <PlainChoice choice={choice} />}
        </div>
      ))}
      {choices.length === 0 && !isBusy && <div className="grid-lookup-none">{t('common:select.none')}</div>}
      {choices.length === 0 && isBusy && <div className="grid-lookup-none">{t('common:state.loading')}</div>}
    </div>,
    document.body,
  );
}

function PlainChoice({ choice }: { choice: Reference }) {
  return (
    <>
      <span className="grid-lookup-name">{choice.name}</span>
      <small>{choice.code}</small>
    </>
  );
}

/** Below the cell, or above it where there is no room below; a keyboard on the screen counts as the end of it. */
function usePlace(anchor: RefObject<HTMLElement | null>): React.CSSProperties {
  const [place, setPlace] = useState<React.CSSProperties>({ visibility: 'hidden' });
  useLayoutEffect(() => {
    const measure = () => {
      const cell = anchor.current?.getBoundingClientRect();
      if (!cell) return;
      const width = Math.min(Math.max(cell.width, WIDTH_MIN), window.innerWidth - 16);
      const left = Math.max(8, Math.min(cell.left, window.innerWidth - width - 8));
      const above = cell.top - GAP;
      const below = (window.visualViewport?.height ?? window.innerHeight) - cell.bottom - GAP;
      const isAbove = below < HEIGHT_MIN && above > below;
      const maxHeight = Math.min(HEIGHT_MAX, isAbove ? above : Math.max(below, HEIGHT_MIN));
      setPlace(
        isAbove
          ? { left, width, bottom: window.innerHeight - cell.top + 2, maxHeight }
          : { left, width, top: cell.bottom + 2, maxHeight },
      );
    };
    measure();
    window.addEventListener('scroll', measure, true);
    window.addEventListener('resize', measure);
    window.visualViewport?.addEventListener('resize', measure);
    return () => {
      window.removeEventListener('scroll', measure, true);
      window.removeEventListener('resize', measure);
      window.visualViewport?.removeEventListener('resize', measure);
    };
  }, [anchor]);
  return place;
}

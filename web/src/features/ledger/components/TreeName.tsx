import { CaretDownFilled, CaretRightFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import './ledger.css';

interface TreeNameProps {
  level: number;
  text: string;
  /** Undefined: nothing below it. */
  isOpen?: boolean;
  onFold: () => void;
}

/** The name of a row of a tree, set in by its level, with the button that folds what is below. */
export function TreeName({ level, text, isOpen, onFold }: TreeNameProps) {
  const { t } = useTranslation();
  return (
    <span className={`tree-cell tree-level-${level}`}>
      {isOpen === undefined ? (
        <span className="tree-fold" />
      ) : (
        <button
          type="button"
          className="tree-fold"
          aria-expanded={isOpen}
          aria-label={t('ledger:fold', { name: text })}
          onClick={onFold}
        >
          {isOpen ? <CaretDownFilled /> : <CaretRightFilled />}
        </button>
      )}
      {text}
    </span>
  );
}

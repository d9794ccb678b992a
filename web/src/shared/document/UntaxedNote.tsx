import { InfoCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useStore } from 'zustand';
import { useCan } from '@/app/session';
import { type LineStore, type Reference, untaxedItems } from '@/shared/grid';

const NAMED_MAX = 5;

/** Below lines that are typed: which items go without tax for want of a tax code, and the way to set one. */
export function UntaxedNote({ store }: { store: LineStore }) {
  const { t } = useTranslation();
  const mayRead = useCan()('catalog.item.read');
  // One text, so that typing draws nothing anew.
  const found = useStore(store, (state) => (state.isReadOnly ? '[]' : JSON.stringify(untaxedItems(state))));
  const items: Pick<Reference, 'id' | 'name'>[] = JSON.parse(found);
  if (items.length === 0) return null;
  const more = items.length - NAMED_MAX;
  return (
    <p className="document-untaxed" role="note">
      <InfoCircleOutlined aria-hidden /> {t('document:untaxed.note')}
      {items.slice(0, NAMED_MAX).map((item) =>
        mayRead ? (
          <Link key={item.id} to={`/catalog/items/${item.id}`} target="_blank">
            {item.name}
          </Link>
        ) : (
          <span key={item.id}>{item.name}</span>
        ),
      )}
      {more > 0 && <span>{t('document:untaxed.more', { count: more })}</span>}
    </p>
  );
}

import { useTranslation } from 'react-i18next';
import { DataTable } from '@/shared/list';
import { sum } from '@/shared/money';
import type { PostingPreview } from './types';

/** Both books as the posting would write them: goods from where to where, and balanced voucher lines. */
export function PostingPreviewView({ preview }: { preview: PostingPreview }) {
  const { t } = useTranslation();
  return (
    <div className="posting-preview">
      <h2>{t('document:preview.moves')}</h2>
      {preview.moves.length === 0 ? (
        <p className="document-quiet">{t('document:preview.noMoves')}</p>
      ) : (
        <DataTable
          label={t('document:preview.moves')}
          rows={preview.moves}
          rowKey={(_move, index) => String(index)}
          columns={[
            {
              key: 'item',
              title: t('document:column.item'),
              width: 200,
              render: (move) => `${move.item.code ?? ''} ${move.item.name}`,
            },
            {
              key: 'from',
              title: t('document:preview.from'),
              width: 140,
              render: (move) => move.from_location.name,
            },
            {
              key: 'to',
              title: t('document:preview.to'),
              width: 140,
              render: (move) => move.to_location.name,
            },
            { key: 'quantity', title: t('document:column.quantity'), kind: 'quantity' },
          ]}
        />
      )}
      {preview.entries.length === 0 && (
        <>
          <h2>{t('document:preview.entries')}</h2>
          <p className="document-quiet">{t('document:preview.noEntries')}</p>
        </>
      )}
      {preview.entries.map((entry) => (
        <EntryTable key={`${entry.ledger.id}/${preview.entries.indexOf(entry)}`} entry={entry} />
      ))}
    </div>
  );
}

function EntryTable({ entry }: { entry: PostingPreview['entries'][number] }) {
  const { t } = useTranslation();
  const title = `${t('document:preview.entries')} · ${entry.ledger.name}`;
  return (
    <section>
      <h2>
        {title} <small>{entry.memo}</small>
      </h2>
      <DataTable
        label={title}
        rows={entry.lines}
        rowKey={(_line, index) => String(index)}
        columns={[
          {
            key: 'account',
            title: t('document:preview.account'),
            width: 300,
            render: (line) => (
              <>
                {line.account.code} {line.account.name}{' '}
                <small className="document-quiet">
                  {[line.party?.name, line.item?.name].filter(Boolean).join(' · ')}
                </small>
              </>
            ),
          },
          { key: 'debit', title: t('document:preview.debit'), kind: 'amount' },
          { key: 'credit', title: t('document:preview.credit'), kind: 'amount' },
        ]}
        totals={{
          debit: sum(entry.lines.map((line) => line.debit)).toFixed(),
          credit: sum(entry.lines.map((line) => line.credit)).toFixed(),
        }}
      />
    </section>
  );
}

import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Amount, Quantity, sum } from '@/shared/money';
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
        <Table
          size="small"
          pagination={false}
          rowKey={(move) => preview.moves.indexOf(move)}
          dataSource={preview.moves}
          scroll={{ x: 520 }}
          columns={[
            {
              title: t('document:column.item'),
              render: (_, move) => `${move.item.code ?? ''} ${move.item.name}`,
            },
            { title: t('document:preview.from'), render: (_, move) => move.from_location.name },
            { title: t('document:preview.to'), render: (_, move) => move.to_location.name },
            {
              title: t('document:column.quantity'),
              align: 'right',
              render: (_, move) => <Quantity value={move.quantity} />,
            },
          ]}
        />
      )}
      {preview.entries.length === 0 && (
        <>
          <h2>{t('document:preview.entries')}</h2>
          <p className="document-quiet">{t('document:preview.noEntries')}</p>
        </>
      )}
      {preview.entries.map((entry, index) => (
        <section key={index}>
          <h2>
            {t('document:preview.entries')} · {entry.ledger.name} <small>{entry.memo}</small>
          </h2>
          <EntryTable entry={entry} />
        </section>
      ))}
    </div>
  );
}

function EntryTable({ entry }: { entry: PostingPreview['entries'][number] }) {
  const { t } = useTranslation();
  const currency = entry.lines[0]?.currency;
  return (
    <Table
      size="small"
      pagination={false}
      rowKey={(line) => entry.lines.indexOf(line)}
      dataSource={entry.lines}
      scroll={{ x: 560 }}
      columns={[
        {
          title: t('document:preview.account'),
          render: (_, line) => (
            <>
              {line.account.code} {line.account.name}
              {(line.party || line.item) && (
                <small className="document-quiet">
                  {' '}
                  {[line.party?.name, line.item?.name].filter(Boolean).join(' · ')}
                </small>
              )}
            </>
          ),
        },
        {
          title: t('document:preview.debit'),
          align: 'right',
          width: 130,
          render: (_, line) => <Amount value={line.debit} />,
        },
        {
          title: t('document:preview.credit'),
          align: 'right',
          width: 130,
          render: (_, line) => <Amount value={line.credit} />,
        },
      ]}
      summary={() => (
        <Table.Summary.Row className="list-totals">
          <Table.Summary.Cell index={0}>{t('grid:total')}</Table.Summary.Cell>
          <Table.Summary.Cell index={1} align="right">
            <Amount strong currency={currency} value={sum(entry.lines.map((line) => line.debit)).toFixed()} />
          </Table.Summary.Cell>
          <Table.Summary.Cell index={2} align="right">
            <Amount
              strong
              currency={currency}
              value={sum(entry.lines.map((line) => line.credit)).toFixed()}
            />
          </Table.Summary.Cell>
        </Table.Summary.Row>
      )}
    />
  );
}

import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Tag } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '@/api/client';
import { useCan } from '@/app/session';
import { EmptyState, ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { DataTable, type ListColumn } from '@/shared/list';
import { type Account, accountsQuery } from '../api';
import { AccountDialog, type AccountDraft } from '../components/AccountDialog';
import { TreeName } from '../components/TreeName';
import { visibleRows } from '../tree';

/** The chart of accounts: look up, add below, change, delete what nothing uses. */
export default function AccountsPage() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(accountsQuery);
  const [words, setWords] = useState('');
  const [draft, setDraft] = useState<AccountDraft | null>(null);
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  if (isPending) return <PageSkeleton rows={14} />;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('ledger:accounts.title')}</h1>
      </div>
      <div className="panel">
        <div className="list-tools">
          <Input.Search
            allowClear
            style={{ width: 260 }}
            placeholder={t('ledger:accounts.search')}
            aria-label={t('ledger:accounts.search')}
            onChange={(event) => setWords(event.target.value.trim())}
          />
        </div>
        <AccountTable accounts={data} words={words} onEdit={setDraft} />
      </div>
      {draft && <AccountDialog draft={draft} onClose={() => setDraft(null)} />}
    </div>
  );
}

interface AccountTableProps {
  accounts: readonly Account[];
  words: string;
  onEdit: (draft: AccountDraft) => void;
}

function AccountTable({ accounts, words, onEdit }: AccountTableProps) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const parents = useMemo(() => new Set(accounts.map((account) => account.parent_id)), [accounts]);
  const rows = useMemo(() => {
    const tree = accounts.map((account) => ({ ...account, account_id: account.id }));
    if (words === '') return visibleRows(tree, open);
    const lower = words.toLowerCase();
    return tree.filter((account) =>
      [account.code, account.name, account.name_en].some((text) => text.toLowerCase().includes(lower)),
    );
  }, [accounts, open, words]);
  const fold = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  const columns: ListColumn<Account>[] = [
    {
      key: 'name',
      title: t('ledger:account'),
      width: 320,
      render: (row) => (
        <TreeName
          level={words ? 1 : row.level}
          text={`${row.code} ${i18n.language === 'en-US' && row.name_en ? row.name_en : row.name}`}
          isOpen={parents.has(row.id) && !words ? open.has(row.id) : undefined}
          onFold={() => fold(row.id)}
        />
      ),
    },
    {
      key: 'account_class',
      title: t('ledger:accounts.class'),
      width: 90,
      render: (row) => t(`ledger:class.${row.account_class}`),
    },
    {
      key: 'normal_side',
      title: t('ledger:direction'),
      width: 70,
      render: (row) => t(`ledger:side.${row.normal_side}`),
    },
    { key: 'marks', title: t('ledger:accounts.marks'), width: 300, render: (row) => <Marks account={row} /> },
    {
      key: 'actions',
      title: t('ledger:accounts.actions'),
      width: 150,
      render: (row) => <Actions account={row} onEdit={onEdit} />,
    },
  ];
  if (rows.length === 0) return <EmptyState isFiltered={words !== ''} />;
  return (
    <DataTable
      label={t('ledger:accounts.title')}
      columns={columns}
      rows={rows as Account[]}
      rowKey={(row) => row.id}
      rowTone={(row) => (row.is_active ? undefined : 'quiet')}
      heightMax={680}
    />
  );
}

function Marks({ account }: { account: Account }) {
  const { t } = useTranslation();
  const marks = (
    ['is_cash', 'is_monetary', 'party_required', 'item_required', 'is_control', 'is_used'] as const
  ).filter((mark) => account[mark]);
  if (marks.length === 0 && account.is_active) return null;
  return (
    <span className="account-marks">
      {marks.map((mark) => (
        <Tag key={mark}>{t(`ledger:accounts.${mark}`)}</Tag>
      ))}
      {!account.is_active && <Tag color="error">{t('status:archived')}</Tag>}
    </span>
  );
}

function Actions({ account, onEdit }: { account: Account; onEdit: (draft: AccountDraft) => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const { modal, message } = App.useApp();
  const removal = useMutation({
    mutationFn: () =>
      unwrap(
        api.DELETE('/api/v1/ledger/accounts/{account_id}', { params: { path: { account_id: account.id } } }),
      ),
    onSuccess: async () => {
      message.success(t('ledger:accounts.deleted', { code: account.code }));
      await client.invalidateQueries({ queryKey: ['ledger', 'accounts'] });
    },
  });
  const remove = () =>
    modal.confirm({
      title: t('ledger:accounts.delete', { name: `${account.code} ${account.name}` }),
      okButtonProps: { danger: true },
      okText: t('common:action.delete'),
      onOk: () => removal.mutateAsync().catch(() => undefined),
    });
  const name = `${account.code} ${account.name}`;
  return (
    <span className="account-actions">
      <Link to={`/ledger/account-ledger?account_id=${account.id}`}>{t('ledger:accounts.ledger')}</Link>
      {can('ledger.account.create') && (
        <Button
          type="text"
          size="small"
          icon={<PlusOutlined />}
          aria-label={t('ledger:accounts.addBelow', { name })}
          onClick={() => onEdit({ parent: account })}
        />
      )}
      {can('ledger.account.update') && (
        <Button
          type="text"
          size="small"
          icon={<EditOutlined />}
          aria-label={t('ledger:accounts.change', { name })}
          onClick={() => onEdit({ account })}
        />
      )}
      {can('ledger.account.delete') && !account.is_used && account.is_leaf && account.parent_id !== null && (
        <Button
          type="text"
          size="small"
          danger
          icon={<DeleteOutlined />}
          aria-label={t('ledger:accounts.delete', { name })}
          onClick={remove}
        />
      )}
    </span>
  );
}

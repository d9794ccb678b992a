import { BankOutlined, DownOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { sessionCalls, useCompany, useSession, useSessionReset } from '../session';

/** The company at work. Switching forgets everything that was loaded for the other one. */
export function CompanySwitch() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const { companies, company_id } = useSession();
  const company = useCompany();
  const reset = useSessionReset();
  if (!company) return null;
  const name = (
    <>
      <BankOutlined /> <span className="company-name">{company.name}</span>
    </>
  );
  if (companies.length < 2) {
    return <span className="company-only">{name}</span>;
  }
  const choose = async (id: string) => {
    if (id === company_id) return;
    await sessionCalls.switchCompany(id);
    await reset();
    navigate('/');
    message.success(t('access:company.switched', { name: companies.find((known) => known.id === id)?.name }));
  };
  const items = companies.map((known) => ({ key: known.id, label: `${known.name} · ${known.currency}` }));
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, selectable: true, selectedKeys: [company.id], onClick: ({ key }) => choose(key) }}
    >
      <Button type="text" aria-label={`${t('access:company.switch')}: ${company.name}`}>
        {name} <DownOutlined />
      </Button>
    </Dropdown>
  );
}

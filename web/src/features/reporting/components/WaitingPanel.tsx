import { CheckCircleOutlined, RightOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { components } from '@/api/schema';
import { useReachable } from '@/app/useReachable';

type Waiting = components['schemas']['Workbench']['waiting'];

/** What somebody has to do next, each with its list. */
export function WaitingPanel({ waiting, belowMinimum }: { waiting: Waiting; belowMinimum: number }) {
  const { t } = useTranslation();
  const reachable = useReachable();
  const tasks = [
    { name: 'ordersToApprove', count: waiting.orders_to_approve, path: '/sales/orders?state=submitted' },
    { name: 'ordersToShip', count: waiting.orders_to_ship, path: '/sales/orders?state=approved,in_progress' },
    {
      name: 'purchasesToApprove',
      count: waiting.purchases_to_approve,
      path: '/purchasing/orders?state=submitted',
    },
    {
      name: 'purchasesToReceive',
      count: waiting.purchases_to_receive,
      path: '/purchasing/orders?state=approved,in_progress',
    },
    { name: 'belowMinimum', count: belowMinimum, path: '/warehouse/stock?below_minimum=true' },
  ];
  const isAllDone = tasks.every((task) => task.count === 0);
  return (
    <section className="panel" aria-labelledby="workbench-waiting">
      <h2 id="workbench-waiting">{t('reporting:waiting.title')}</h2>
      {isAllDone && (
        <p className="waiting-done">
          <CheckCircleOutlined aria-hidden="true" /> {t('reporting:waiting.none')}
        </p>
      )}
      <ul className="waiting">
        {tasks.map((task) => {
          const path = reachable(task.path);
          const content = (
            <>
              <span>{t(`reporting:waiting.${task.name}`)}</span>
              <strong className={task.count > 0 ? 'number' : 'number waiting-zero'}>{task.count}</strong>
              {path && <RightOutlined aria-hidden="true" />}
            </>
          );
          return <li key={task.name}>{path ? <Link to={path}>{content}</Link> : <span>{content}</span>}</li>;
        })}
      </ul>
    </section>
  );
}

import { WarningFilled } from '@ant-design/icons';
import { Checkbox } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conflict, Room } from '../api';
import { matrixRows } from '../rights';

interface PermissionMatrixProps {
  rooms: readonly Room[];
  chosen: ReadonlySet<string>;
  conflicts: readonly Conflict[];
  isReadOnly: boolean;
  onChange: (chosen: ReadonlySet<string>) => void;
}

/** All permissions by room and record; whole rooms and rows can be ticked at once. */
export function PermissionMatrix(props: PermissionMatrixProps) {
  const clashing = useMemo(
    () => new Set(props.conflicts.flatMap((conflict) => conflict.permissions)),
    [props.conflicts],
  );
  return (
    <div className="role-rooms">
      {props.rooms.map((room) => (
        <RoomPanel key={room.room} room={room} clashing={clashing} {...props} />
      ))}
    </div>
  );
}

function RoomPanel({
  room,
  chosen,
  clashing,
  isReadOnly,
  onChange,
}: PermissionMatrixProps & { room: Room; clashing: ReadonlySet<string> }) {
  const { t, i18n } = useTranslation();
  const rows = useMemo(() => matrixRows(room.permissions), [room]);
  const label = (permission: Room['permissions'][number]) =>
    i18n.language === 'en-US' ? permission.label_en : permission.label_zh;
  const put = (codes: readonly string[], isChosen: boolean) => {
    const next = new Set(chosen);
    for (const code of codes) {
      if (isChosen) next.add(code);
      else next.delete(code);
    }
    onChange(next);
  };
  const all = room.permissions.map(({ code }) => code);
  const name = t(`access:room.${room.room}`, { defaultValue: room.room });
  return (
    <section className="panel role-room" aria-label={name}>
      <h2>
        <Ticks name={name} codes={all} chosen={chosen} isReadOnly={isReadOnly} put={put}>
          {name}
        </Ticks>
      </h2>
      <table>
        <tbody>
          {rows.map((row) => {
            const codes = row.permissions.map(({ code }) => code);
            const rowName = row.permissions.map(label).join(', ');
            return (
              <tr key={row.noun}>
                <td>
                  <Ticks name={rowName} codes={codes} chosen={chosen} isReadOnly={isReadOnly} put={put} />
                </td>
                <td>
                  <div className="role-rights">
                    {row.permissions.map((permission) => (
                      <Checkbox
                        key={permission.code}
                        disabled={isReadOnly}
                        checked={chosen.has(permission.code)}
                        onChange={(event) => put([permission.code], event.target.checked)}
                      >
                        {clashing.has(permission.code) ? (
                          <span className="is-conflict">
                            <WarningFilled aria-label={t('access:conflict.column')} /> {label(permission)}
                          </span>
                        ) : (
                          label(permission)
                        )}
                      </Checkbox>
                    ))}
                  </div>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface TicksProps {
  name: string;
  codes: readonly string[];
  chosen: ReadonlySet<string>;
  isReadOnly: boolean;
  put: (codes: readonly string[], isChosen: boolean) => void;
  children?: React.ReactNode;
}

/** One box for several permissions: none, some or all of them. */
function Ticks({ name, codes, chosen, isReadOnly, put, children }: TicksProps) {
  const { t } = useTranslation();
  const count = codes.filter((code) => chosen.has(code)).length;
  return (
    <Checkbox
      disabled={isReadOnly}
      aria-label={t('access:role.all', { name })}
      checked={count === codes.length}
      indeterminate={count > 0 && count < codes.length}
      onChange={(event) => put(codes, event.target.checked)}
    >
      {children}
    </Checkbox>
  );
}

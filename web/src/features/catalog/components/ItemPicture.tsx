import { DeleteOutlined, PictureOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Item, items } from '../api';

const TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const BYTES_MAX = 2 * 1024 * 1024;

/** The picture of an item: shown, replaced by choosing or dropping a file, removed. */
export function ItemPicture({ item, canChange }: { item: Item; canChange: boolean }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const changing = useMutation({
    mutationFn: (picture: File | null) =>
      picture ? items.setPicture(item.id, picture) : items.removePicture(item.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['catalog', 'items'] }),
  });
  const choose = (file: File) => {
    if (!TYPES.includes(file.type)) message.error(t('catalog:picture.type'));
    else if (file.size > BYTES_MAX) message.error(t('catalog:picture.size'));
    else changing.mutate(file);
    return false;
  };
  const address = `/api/v1/catalog/items/${item.id}/picture?v=${item.picture}`;
  return (
    <div className="item-picture">
      {item.picture ? (
        <img src={address} alt={item.name} />
      ) : (
        <div className="item-picture-none">
          <PictureOutlined aria-hidden="true" />
          {t('catalog:picture.none')}
        </div>
      )}
      {canChange && (
        <div className="item-picture-actions">
          <Upload accept={TYPES.join(',')} showUploadList={false} beforeUpload={choose}>
            <Button size="small" loading={changing.isPending}>
              {t(item.picture ? 'catalog:picture.replace' : 'catalog:picture.upload')}
            </Button>
          </Upload>
          {item.picture && (
            <Button
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('catalog:picture.remove')}
              onClick={() => changing.mutate(null)}
            />
          )}
        </div>
      )}
    </div>
  );
}

import i18next from 'i18next';

/** From a document of which something waits in 待处理财产损溢 to the page where that is decided. */
export function followDifferences(document: { id: string; verbs: readonly string[] }) {
  if (!document.verbs.includes('resolve')) return [];
  return [
    {
      key: 'resolve',
      label: i18next.t('document:verb.resolve'),
      path: `/warehouse/differences?document_id=${document.id}`,
      isPrimary: true,
    },
  ];
}

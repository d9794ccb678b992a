import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ImportTarget, type Inspection, type Mapping, samplesOf, withTitle } from './importing';

interface MappingTableProps {
  inspection: Inspection;
  mapping: Mapping;
  label: (target: ImportTarget) => string;
  onChange: (mapping: Mapping) => void;
}

/** Each field of the system with the column of the file it is read from, and what stands there. */
export function MappingTable({ inspection, mapping, label, onChange }: MappingTableProps) {
  const { t } = useTranslation();
  const options = inspection.header.map((title) => ({ value: title, label: title }));
  return (
    // What scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className="import-mapping" aria-label={t('import:step.columns')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('import:field')}</th>
            <th scope="col">{t('import:column')}</th>
            <th scope="col">{t('import:samples')}</th>
          </tr>
        </thead>
        <tbody>
          {inspection.targets.map((target) => (
            <tr key={target.name}>
              <th scope="row">
                {label(target)}
                {target.required && <span className="import-required"> *</span>}
              </th>
              <td>
                <Select
                  aria-label={label(target)}
                  allowClear
                  showSearch={{ optionFilterProp: 'label' }}
                  placeholder={t('import:notTaken')}
                  value={mapping[target.name]}
                  options={options}
                  status={target.required && !mapping[target.name] ? 'error' : undefined}
                  onChange={(title: string | undefined) => onChange(withTitle(mapping, target.name, title))}
                />
              </td>
              <td className="import-note">{samplesOf(inspection, mapping[target.name]).join(' · ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

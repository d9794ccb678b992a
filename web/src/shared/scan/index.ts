export { ScanField } from './ScanField';

export { ScanField } from './ScanField';
export { readScan } from './wedge';

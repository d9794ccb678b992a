export { type CashAccount, CashAccountSelect } from './cashAccounts';
export {
  findCustomers,
  findItems,
  findStock,
  findSuppliers,
  type ItemChoice,
  lookUpItem,
  type PartyChoice,
  taxCodesQuery,
  warehousesQuery,
} from './masters';
export { type Choosable, RemoteSelect } from './RemoteSelect';
export { CustomerSelect, ItemSelect, PartySelect, SupplierSelect, WarehouseSelect } from './selects';
export { useSoleWarehouse } from './useSoleWarehouse';

export { type CashAccount, CashAccountSelect, cashAccountsQuery } from './cashAccounts';
export {
  findCustomers,
  findItems,
  findStock,
  findSuppliers,
  type ItemChoice,
  lookUpItem,
  type PartyChoice,
  taxCodesQuery,
  type WarehouseChoice,
  warehousesQuery,
} from './masters';
export { ChoiceLine, type Choosable, RemoteSelect, type RemoteSelectProps } from './RemoteSelect';
export { CustomerSelect, ItemSelect, PartySelect, SupplierSelect, WarehouseSelect } from './selects';
export { useSoleWarehouse } from './useSoleWarehouse';

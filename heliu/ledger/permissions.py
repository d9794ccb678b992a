"""Permissions of the money book. Nothing here posts: facts come from documents."""

from heliu.core.permissions import Permission

PERMISSIONS: tuple[Permission, ...] = (
    Permission("ledger.ledger.read", "查看账簿", "See ledgers"),
    Permission("ledger.ledger.manage", "建立账簿", "Install ledgers"),
    Permission("ledger.account.read", "查看会计科目", "See the chart of accounts"),
    Permission("ledger.account.create", "新增会计科目", "Add accounts"),
    Permission("ledger.account.update", "修改会计科目", "Change accounts"),
    Permission("ledger.account.delete", "删除会计科目", "Delete unused accounts"),
    Permission("ledger.period.read", "查看会计期间", "See accounting periods"),
    Permission("ledger.period.open", "开启会计年度", "Open accounting years"),
    Permission("ledger.period.close", "结账", "Close accounting periods"),
    Permission("ledger.period.reopen", "反结账", "Reopen accounting periods"),
    Permission("ledger.voucher.read", "查看记账凭证", "See vouchers"),
    Permission("ledger.balance.read", "查看账簿余额", "See account ledgers and balances"),
    Permission("ledger.seal.read", "查看凭证封存", "See the seals of vouchers"),
    Permission("ledger.seal.create", "封存凭证", "Seal vouchers now"),
)

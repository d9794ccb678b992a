from typing import Any

from django.db import migrations
from django.db.models import Q

from heliu.core.ids import next_id
from heliu.posting.determination_data import default_accounts
from heliu.posting.facts import AccountKey

_NEW = (AccountKey.OTHER_RECEIVABLE, AccountKey.ABNORMAL_LOSS)


def determine_accounts(apps: Any, schema_editor: Any) -> None:
    """Ledgers that exist already learn the accounts of the new keys; a company that lacks the account keeps its say.

    待处理财产损溢 is kept by documents from now on, unless vouchers were written on it by hand before.
    """
    account, rule = apps.get_model("ledger", "Account"), apps.get_model("posting", "AccountRule")
    entry_line = apps.get_model("ledger", "EntryLine")
    for ledger in apps.get_model("ledger", "Ledger").objects.all():
        codes = default_accounts(ledger.framework)
        for key in _NEW:
            if rule.objects.filter(company_id=ledger.company_id, ledger_id=ledger.id, key=key.value).exists():
                continue
            of_key = Q(code=codes[key]) | Q(code__startswith=f"{codes[key]}.")
            found = account.objects.filter(
                of_key, company_id=ledger.company_id, chart_id=ledger.chart_id, is_leaf=True
            )
            if leaf := found.order_by("code").first():
                rule.objects.create(
                    id=next_id(), company_id=ledger.company_id, ledger_id=ledger.id, key=key.value, account_id=leaf.id
                )
        suspense = rule.objects.filter(company_id=ledger.company_id, ledger_id=ledger.id, key=AccountKey.SUSPENSE.value)
        for account_id in set(suspense.values_list("account_id", flat=True)):
            if not entry_line.objects.filter(company_id=ledger.company_id, account_id=account_id).exists():
                account.objects.filter(id=account_id).update(is_control=True)


class Migration(migrations.Migration):
    dependencies = [("posting", "0004_setup_mark"), ("ledger", "0006_stock_differences")]
    operations = [migrations.RunPython(determine_accounts, migrations.RunPython.noop)]

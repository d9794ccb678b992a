"""Financial statements as arithmetic: every account in a line, reclassification by party and by side, totals."""

import pytest

from heliu.ledger.charts import ChartTemplate, all_charts, chart_for
from heliu.ledger.rules.statements import AccountAmount, balance_sheet, income_statement
from heliu.ledger.statements import formats_of

LINES = {account.code: account.lines for account in chart_for("CAS").accounts}
SHEET, RESULT = formats_of("cas")


def _account(code: str, amount: int, **parties: int) -> AccountAmount:
    return AccountAmount(code, amount, LINES[code], {int(k[1:]): v for k, v in parties.items()})


def _sheet(*accounts: AccountAmount) -> dict[str, int]:
    return {line.format.key: line.amount for line in balance_sheet(SHEET, accounts) if line.amount}


def _result(*accounts: AccountAmount) -> dict[str, int]:
    return {line.format.key: line.amount for line in income_statement(RESULT, accounts) if line.amount}


@pytest.mark.parametrize("chart", all_charts(), ids=lambda c: c.code)
def test_every_account_is_mapped_to_lines_that_its_statements_have(chart: ChartTemplate) -> None:
    sheet, result = (
        {line.key for line in form.lines if line.kind in ("line", "detail")} for form in formats_of(chart.code)
    )
    for account in chart.accounts:
        if "income" in account.lines:
            assert set(account.lines["income"]) <= result, account.code
        else:
            assert {account.lines["debit"], account.lines["credit"]} <= sheet, account.code


@pytest.mark.parametrize("chart", all_charts(), ids=lambda c: c.code)
def test_every_line_is_in_exactly_one_total(chart: ChartTemplate) -> None:
    sheet, _ = formats_of(chart.code)
    members = [key for line in sheet.lines if line.kind == "total" for key in line.of]
    lines = [line.key for line in sheet.lines if line.kind == "line"]

    assert sorted(k for k in members if k in lines) == sorted(lines)
    assert len(members) == len(set(members))


def test_receivables_of_one_party_and_advances_of_another_are_not_netted() -> None:
    sheet = _sheet(_account("1122", 700, p1=1000, p2=-300))

    assert (sheet["accounts_receivable"], sheet["contract_liabilities"]) == (1000, 300)
    assert (sheet["total_assets"], sheet["total_liabilities"]) == (1000, 300)


def test_payables_paid_twice_are_shown_as_prepayments() -> None:
    sheet = _sheet(_account("2202.01", -500, p1=-900, p2=400), _account("1123", -50, p3=-50))

    assert (sheet["accounts_payable"], sheet["prepayments"]) == (950, 400)


def test_what_no_party_explains_is_shown_by_its_own_side() -> None:
    sheet = _sheet(_account("1122", 10, p1=-90))

    assert (sheet["accounts_receivable"], sheet["contract_liabilities"]) == (100, 90)


def test_vat_is_netted_within_the_vat_payable_before_it_takes_a_side() -> None:
    owed = _sheet(_account("2221.01.01", 60), _account("2221.01.07", -100))
    credit = _sheet(_account("2221.01.01", 100), _account("2221.01.07", -60), _account("2221.11", -7))

    assert owed["taxes_payable"] == 40
    assert "other_current_assets" not in owed
    assert (credit["other_current_assets"], credit["taxes_payable"]) == (40, 7)


def test_output_vat_awaiting_recognition_is_another_current_liability() -> None:
    assert _sheet(_account("2221.06", -13))["other_current_liabilities"] == 13


def test_allowances_and_depreciation_are_taken_off_their_asset() -> None:
    sheet = _sheet(_account("1601", 1000), _account("1602", -400), _account("1405", 50), _account("1471", -5))

    assert (sheet["fixed_assets"], sheet["inventories"], sheet["total_assets"]) == (600, 45, 645)


def test_profit_not_yet_transferred_is_part_of_retained_earnings_and_the_sheet_balances() -> None:
    sheet = _sheet(_account("1002", 1100), _account("4001", -1000), _account("6001", -500), _account("6401", 400))

    assert sheet["retained_earnings"] == 100
    assert sheet["total_assets"] == sheet["total_claims"] == 1100


def test_treasury_shares_reduce_equity() -> None:
    sheet = _sheet(_account("1002", 90), _account("4001", -100), _account("4201", 10))

    assert (sheet["treasury_shares"], sheet["total_equity"]) == (10, 90)


def test_the_income_statement_runs_from_revenue_to_net_profit() -> None:
    result = _result(
        _account("6001", -1000), _account("6051", -50), _account("6401", 600), _account("6601.01", 100),
        _account("6603.01", 30), _account("6603.02", -10), _account("6702", 15), _account("6301", -5),
        _account("6711", 20), _account("6801.01", 40),
    )  # fmt: skip

    assert result["operating_revenue"] == 1050
    assert (result["finance_costs"], result["interest_expense"], result["interest_income"]) == (20, 30, 10)
    assert result["credit_impairment"] == -15
    assert result["operating_profit"] == 1050 - 600 - 100 - 20 - 15
    assert result["total_profit"] == 315 + 5 - 20
    assert result["net_profit"] == 260


def test_an_account_mapped_to_a_line_that_is_not_there_is_an_error_not_a_gap() -> None:
    with pytest.raises(ValueError, match="no_such_line"):
        balance_sheet(SHEET, [AccountAmount("1002", 5, {"debit": "no_such_line", "credit": "no_such_line"})])

"""The charts as data: complete, a tree, every account with a place in the statements."""

import pytest

from heliu.ledger.charts import ChartTemplate, all_charts, chart_for

TEN_OF_THE_CIRCULAR = {f"2221.{n:02d}" for n in range(1, 11)}


@pytest.mark.parametrize("chart", all_charts(), ids=lambda c: c.code)
def test_every_account_has_a_class_a_side_and_a_statement_line(chart: ChartTemplate) -> None:
    for account in chart.accounts:
        assert account.account_class in "ALERXC"
        assert account.normal_side in "DC"
        assert ("income" in account.lines) != ("debit" in account.lines), account.code
        assert ("debit" in account.lines) == ("credit" in account.lines), account.code


@pytest.mark.parametrize("chart", all_charts(), ids=lambda c: c.code)
def test_only_revenue_and_expense_accounts_go_to_the_income_statement(chart: ChartTemplate) -> None:
    wrong = [a.code for a in chart.accounts if ("income" in a.lines) != (a.account_class in "RX") and a.code != "6901"]
    assert wrong == []


@pytest.mark.parametrize("chart", all_charts(), ids=lambda c: c.code)
def test_codes_are_unique_and_every_sub_account_has_its_parent(chart: ChartTemplate) -> None:
    codes = [account.code for account in chart.accounts]
    assert len(codes) == len(set(codes))
    for account in chart.accounts:
        assert account.parent == account.code.rpartition(".")[0]
        assert not account.parent or account.parent in codes


@pytest.mark.parametrize("chart", all_charts(), ids=lambda c: c.code)
def test_the_vat_accounts_of_the_circular_are_all_there(chart: ChartTemplate) -> None:
    codes = {account.code for account in chart.accounts}
    assert codes >= TEN_OF_THE_CIRCULAR
    assert codes >= {f"2221.01.{n:02d}" for n in range(1, 11)}


def test_small_enterprises_have_their_own_equity_and_profit_codes_and_no_allowances() -> None:
    codes = {account.code: account.name for account in chart_for("CAS_SMALL").accounts}
    assert codes["3103"] == "本年利润"
    assert codes["5001"] == "主营业务收入"
    assert codes["1101"] == "短期投资"
    assert codes["2232"] == "应付利润"
    assert not {"1231", "1471", "1481", "2204"} & codes.keys()


def test_a_sub_account_inherits_flags_unless_it_names_its_own() -> None:
    accounts = {account.code: account for account in chart_for("CAS").accounts}
    assert "cash" in accounts["1012.06.01"].flags
    assert "control" in accounts["2202.01"].flags
    assert "control" not in accounts["2202"].flags
    assert accounts["2202.01"].lines["by"] == "party"
    assert "by" not in accounts["2202.02"].lines

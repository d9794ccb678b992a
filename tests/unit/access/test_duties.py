from heliu.access.rules.duties import conflicts


def _pairs(*permissions: str) -> list[tuple[str, str]]:
    return [(c.left.code, c.right.code) for c in conflicts(permissions)]


def test_who_prepares_a_voucher_should_not_post_it() -> None:
    assert _pairs("finance.manual_voucher.create", "finance.manual_voucher.post") == [
        ("prepare_voucher", "post_voucher")
    ]


def test_who_orders_should_neither_receive_nor_approve_the_invoice() -> None:
    assert _pairs("purchasing.order.create", "warehouse.goods_receipt.post", "finance.purchase_invoice.post") == [
        ("order", "receive"),
        ("order", "approve_invoice"),
        ("receive", "approve_invoice"),
    ]


def test_a_conflict_names_the_permissions_that_make_it() -> None:
    (conflict,) = conflicts(["access.user.create", "sales.order.create", "sales.order.read"])

    assert (conflict.left.code, conflict.right.code) == ("administer", "trade")
    assert conflict.permissions == ("access.user.create", "sales.order.create")


def test_reading_everything_is_no_conflict() -> None:
    assert _pairs("ledger.voucher.read", "purchasing.order.read", "warehouse.goods_receipt.read") == []

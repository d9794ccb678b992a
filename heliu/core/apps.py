from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "heliu.core"
    label = "core"

    def ready(self) -> None:
        from heliu.core import gateway, ids, nodes

        gateway.adapt_sqlite()
        ids.claim_with(nodes.claim)

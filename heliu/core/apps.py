from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "heliu.core"
    label = "core"

    def ready(self) -> None:
        from heliu.core import ids, nodes

        ids.claim_with(nodes.claim)

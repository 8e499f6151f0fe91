from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "fingerpost.cycles"

    def ready(self) -> None:
        from fingerpost.cycles.services.links import PURPOSE, minted
        from fingerpost.mail import links

        links.register(PURPOSE, minted)

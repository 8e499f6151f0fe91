from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "fingerpost.cycles"

    def ready(self) -> None:
        from fingerpost.cycles.links import PURPOSE
        from fingerpost.cycles.services.links import minted
        from fingerpost.mail import links

        links.register(PURPOSE, minted)

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "fingerpost.reporting"

    def ready(self) -> None:
        from fingerpost.plans.progress import answer_with
        from fingerpost.reporting.latest import latest_progress

        answer_with(latest_progress)

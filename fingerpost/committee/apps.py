from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteeConfig(AppConfig):
    name = "fingerpost.committee"

    def ready(self) -> None:
        """The drafted paper stands among the kinds of paper, which know nothing of this part."""
        from fingerpost.committee.drafted import drafted_paper
        from fingerpost.papers.kinds import KINDS, Kind

        KINDS["committee"] = Kind(
            _("Committee paper, drafted"),
            _("A paper to the group that owns the plan, drafted from the data, with its appendices"),
            drafted_paper,
        )

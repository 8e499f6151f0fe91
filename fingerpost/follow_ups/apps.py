from django.apps import AppConfig


class FollowUpsConfig(AppConfig):
    name = "fingerpost.follow_ups"

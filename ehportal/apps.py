from django.apps import AppConfig


class EhportalConfig(AppConfig):
    name = "ehportal"
    verbose_name = "Portal"

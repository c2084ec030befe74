from django.apps import AppConfig


class MoneyAppConfig(AppConfig):
    name = "tests.moneyapp"
    default_auto_field = "django.db.models.BigAutoField"

"""The arrangements that a new installation starts with."""

from django.db import migrations

STEPS = [(-5, "lead"), (-1, "lead"), (1, "lead"), (2, "deputy"), (3, "line"), (5, "chair")]


def arrange(apps, editor):
    apps.get_model("cycles", "Arrangements").objects.create()
    step = apps.get_model("cycles", "ReminderStep")
    step.objects.bulk_create([step(days=days, recipient=recipient) for days, recipient in STEPS])


class Migration(migrations.Migration):
    dependencies = [("cycles", "0001_cycles")]
    operations = [migrations.RunPython(arrange, migrations.RunPython.noop)]

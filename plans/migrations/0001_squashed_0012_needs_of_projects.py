import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import areas.searchkey
import config.tools.fields
import config.tools.money
import config.tools.sort_field


class Migration(migrations.Migration):
    replaces = [
        ("plans", "0001_initial"),
        ("plans", "0002_similar_items"),
        ("plans", "0003_search_keys"),
        ("plans", "0004_copied_items"),
        ("plans", "0005_archived_items"),
        ("plans", "0006_life_of_a_plan"),
        ("plans", "0007_names_in_the_admin"),
        ("plans", "0008_needs_put_away"),
        ("plans", "0009_budget_by_item"),
        ("plans", "0010_sorted_titles"),
        ("plans", "0011_plans_put_away"),
        ("plans", "0012_needs_of_projects"),
    ]

    initial = True

    dependencies = [
        ("areas", "0001_squashed_0007_area_profiles"),
        ("meetings", "0001_squashed_0003_capacity_topics"),
        ("projects", "0001_squashed_0003_projects_and_money"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lineage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen", models.JSONField(blank=True, editable=False, null=True)),
                (
                    "kept",
                    models.CharField(blank=True, max_length=500, verbose_name="kept as it was, because"),
                ),
            ],
            options={
                "verbose_name": "item carried up",
                "verbose_name_plural": "items carried up",
                "ordering": ("parent_id", "child_id"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalNeed",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="created")),
                ("updated_at", models.DateTimeField(blank=True, editable=False, verbose_name="last change")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=200, verbose_name="need")),
                ("cause", models.TextField(blank=True, verbose_name="what is wrong, in the village's words")),
                ("wish", models.TextField(blank=True, verbose_name="what people want")),
                (
                    "households",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="households in trouble"),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="severity (1–5)",
                    ),
                ),
                (
                    "urgency",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="urgency (1–5)",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="where this was heard")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "open"), ("answered", "answered"), ("closed", "closed")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "archived_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="put away"),
                ),
                (
                    "archive_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why it is put away"),
                ),
                (
                    "confirmed",
                    models.TextField(blank=True, editable=False, verbose_name="warnings confirmed"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="areas.area",
                        verbose_name="area",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dimension",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.dimension",
                        verbose_name="dimension",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical need",
                "verbose_name_plural": "historical needs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPlan",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="created")),
                ("updated_at", models.DateTimeField(blank=True, editable=False, verbose_name="last change")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("first_year", config.tools.fields.BEYearField(verbose_name="first year")),
                ("last_year", config.tools.fields.BEYearField(verbose_name="last year")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "draft"), ("endorsed", "endorsed"), ("locked", "closed")],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "prefix",
                    models.CharField(blank=True, max_length=3, verbose_name="letter before the numbers"),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="put away")),
                (
                    "archived_why",
                    models.CharField(blank=True, max_length=300, verbose_name="why it is put away"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "archived_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="put away by",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="areas.area",
                        verbose_name="area",
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="areas.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "endorsed_at",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="endorsed at",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical plan",
                "verbose_name_plural": "historical plans",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("alone", "done by the community itself, nothing to ask of the province"),
                            ("other_door", "proposed through another door"),
                            ("other", "other reason"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason in words")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "item left out",
                "verbose_name_plural": "items left out",
                "ordering": ("plan_id", "item_id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ground", "other"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="left_out_says_why",
                        violation_error_message="Say why the item is left out",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalLeftOutYear",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("year", config.tools.fields.BEYearField(verbose_name="year")),
                ("amount", config.tools.money.MoneyField(verbose_name="amount left out")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wanted_source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.agency",
                        verbose_name="wanted source",
                    ),
                ),
                (
                    "left_out",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.leftout",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical amount left out",
                "verbose_name_plural": "historical amounts left out",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLineageYear",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("year", config.tools.fields.BEYearField(verbose_name="year")),
                ("amount", config.tools.money.MoneyField(verbose_name="amount carried")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wanted_source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.agency",
                        verbose_name="wanted source",
                    ),
                ),
                (
                    "lineage",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.lineage",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical amount carried",
                "verbose_name_plural": "historical amounts carried",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=200, verbose_name="need")),
                ("cause", models.TextField(blank=True, verbose_name="what is wrong, in the village's words")),
                ("wish", models.TextField(blank=True, verbose_name="what people want")),
                (
                    "households",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="households in trouble"),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="severity (1–5)",
                    ),
                ),
                (
                    "urgency",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="urgency (1–5)",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="where this was heard")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "open"), ("answered", "answered"), ("closed", "closed")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "archived_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="put away"),
                ),
                (
                    "archive_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why it is put away"),
                ),
                (
                    "confirmed",
                    models.TextField(blank=True, editable=False, verbose_name="warnings confirmed"),
                ),
                ("title_sort", config.tools.sort_field.SortKeyField(source="title")),
                ("search_key", areas.searchkey.SearchKeyField(sources=("title", "cause", "wish"))),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="areas.area",
                        verbose_name="area",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dimension",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.dimension",
                        verbose_name="dimension",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "need",
                "verbose_name_plural": "needs",
                "ordering": ("area_id", "-severity", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("severity__gte", 1), ("severity__lte", 5)),
                        name="need_severity_1_to_5",
                        violation_error_message="Severity is a number from 1 to 5",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("archive_reason", ""), ("archived_at__isnull", True)),
                            models.Q(
                                ("archived_at__isnull", False),
                                models.Q(("archive_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="need_put_away_with_a_reason",
                        violation_error_message="A need is put away with a reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalProjectNeed",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.need",
                        verbose_name="need",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical need with its project",
                "verbose_name_plural": "historical needs with their projects",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("first_year", config.tools.fields.BEYearField(verbose_name="first year")),
                ("last_year", config.tools.fields.BEYearField(verbose_name="last year")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "draft"), ("endorsed", "endorsed"), ("locked", "closed")],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "prefix",
                    models.CharField(blank=True, max_length=3, verbose_name="letter before the numbers"),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="put away")),
                (
                    "archived_why",
                    models.CharField(blank=True, max_length=300, verbose_name="why it is put away"),
                ),
                (
                    "archived_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="put away by",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                        verbose_name="area",
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "endorsed_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="endorsed_plans",
                        to="meetings.meeting",
                        verbose_name="endorsed at",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "plan",
                "verbose_name_plural": "plans",
                "ordering": ("area_id", "cluster_id", "first_year"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("area__isnull", False), ("cluster__isnull", True)),
                            models.Q(("area__isnull", True), ("cluster__isnull", False)),
                            _connector="OR",
                        ),
                        name="plan_has_one_home",
                        violation_error_message="Choose an area or a cluster, one of the two",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True)),
                        fields=("area", "first_year", "last_year"),
                        name="plan_once_per_area_and_period",
                        violation_error_message="This area already has a plan for these years",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True)),
                        fields=("cluster", "first_year", "last_year"),
                        name="plan_once_per_cluster_and_period",
                        violation_error_message="This cluster already has a plan for these years",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_year__gte", models.F("first_year")),
                            (
                                "last_year__lt",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("first_year"), "+", models.Value(5)
                                ),
                            ),
                        ),
                        name="plan_of_one_to_five_years",
                        violation_error_message="A plan covers one to five years",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"), ("endorsed_at__isnull", False), _connector="OR"
                        ),
                        name="plan_endorsed_at_a_meeting",
                        violation_error_message="Say at which meeting the plan was endorsed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("archived_at__isnull", True),
                            models.Q(("status", "draft"), models.Q(("archived_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="plan_put_away_is_a_draft_and_says_why",
                        violation_error_message="Only a draft is put away, with a reason",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="leftout",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="left_out",
                to="plans.plan",
                verbose_name="plan above",
            ),
        ),
        migrations.CreateModel(
            name="HistoricalPlanStep",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="created")),
                ("updated_at", models.DateTimeField(blank=True, editable=False, verbose_name="last change")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("endorsed", "endorsed"),
                            ("undone", "endorsement undone"),
                            ("locked", "closed"),
                            ("reopened", "reopened, back to draft"),
                            ("unlocked", "reopened, still endorsed"),
                        ],
                        max_length=8,
                        verbose_name="step",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical step of a plan",
                "verbose_name_plural": "historical steps of a plan",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=300, verbose_name="title of the item")),
                ("objective", models.TextField(blank=True, verbose_name="objective")),
                ("target", models.TextField(blank=True, verbose_name="target (output)")),
                ("indicator", models.TextField(blank=True, verbose_name="indicator (KPI)")),
                ("expected_result", models.TextField(blank=True, verbose_name="expected result")),
                (
                    "doability",
                    models.CharField(
                        choices=[
                            ("alone", "do it ourselves"),
                            ("together", "with partners"),
                            ("support", "ask for support"),
                        ],
                        max_length=8,
                        verbose_name="how",
                    ),
                ),
                (
                    "door",
                    models.CharField(
                        choices=[
                            ("local", "local authority"),
                            ("district", "district (One Plan)"),
                            ("province", "province"),
                            ("pao", "provincial administrative organisation"),
                            ("agency", "agency directly"),
                        ],
                        max_length=8,
                        verbose_name="door",
                    ),
                ),
                (
                    "confirmed",
                    models.TextField(blank=True, editable=False, verbose_name="warnings confirmed"),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="archived")),
                (
                    "archived_why",
                    models.CharField(blank=True, max_length=300, verbose_name="reason of the archive"),
                ),
                ("shelved", models.JSONField(blank=True, default=dict, editable=False)),
                ("title_sort", config.tools.sort_field.SortKeyField(source="title")),
                ("search_key", areas.searchkey.SearchKeyField(sources=("title", "objective", "target"))),
                (
                    "archived_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_items",
                        to="areas.area",
                        verbose_name="place",
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="plans.planitem",
                        verbose_name="copied from",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dimension",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.dimension",
                        verbose_name="dimension",
                    ),
                ),
                (
                    "main_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.agency",
                        verbose_name="main responsible agency",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "work_stream",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.workstream",
                        verbose_name="work stream",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan item",
                "verbose_name_plural": "plan items",
                "ordering": ("plan_id", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True)),
                        fields=("plan", "number"),
                        name="item_number_once_per_plan",
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "copied_from"),
                        name="item_copied_once_into_plan",
                        violation_error_message="This item was copied into the plan before",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("copied_from", models.F("id")), _negated=True),
                        name="item_is_no_copy_of_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NeedLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="plans.need",
                        verbose_name="need",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="need_links",
                        to="plans.planitem",
                        verbose_name="plan item",
                    ),
                ),
            ],
            options={
                "verbose_name": "need with its item",
                "verbose_name_plural": "needs with their items",
                "constraints": [
                    models.UniqueConstraint(fields=("need", "item"), name="need_linked_once_to_item")
                ],
            },
        ),
        migrations.AddField(
            model_name="need",
            name="items",
            field=models.ManyToManyField(related_name="needs", through="plans.NeedLink", to="plans.planitem"),
        ),
        migrations.AddField(
            model_name="lineage",
            name="child",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="destinations",
                to="plans.planitem",
                verbose_name="item of a plan below",
            ),
        ),
        migrations.AddField(
            model_name="lineage",
            name="parent",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="origins",
                to="plans.planitem",
                verbose_name="line of the plan above",
            ),
        ),
        migrations.AddField(
            model_name="leftout",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="left_out",
                to="plans.planitem",
                verbose_name="plan item",
            ),
        ),
        migrations.CreateModel(
            name="ItemBudget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", config.tools.fields.BEYearField(verbose_name="year")),
                ("amount", config.tools.money.MoneyField(verbose_name="amount")),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                        verbose_name="place",
                    ),
                ),
                (
                    "dimension",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.dimension",
                        verbose_name="dimension",
                    ),
                ),
                (
                    "wanted_source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.agency",
                        verbose_name="wanted source",
                    ),
                ),
                (
                    "work_stream",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.workstream",
                        verbose_name="work stream",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="budgets",
                        to="plans.planitem",
                        verbose_name="plan item",
                    ),
                ),
            ],
            options={
                "verbose_name": "budget of an item",
                "verbose_name_plural": "budgets of items",
                "ordering": ("item_id", "year", "wanted_source_id"),
                "indexes": [
                    models.Index(
                        fields=["area", "dimension", "work_stream", "year", "amount"], name="budget_by_area"
                    ),
                    models.Index(fields=["plan", "dimension", "year", "amount"], name="budget_by_plan"),
                    models.Index(fields=["plan", "item", "amount"], name="budget_by_item"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "year", "wanted_source"), name="budget_once_per_year_and_source"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("wanted_source__isnull", True)),
                        fields=("item", "year"),
                        name="budget_once_per_year_without_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="budget_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSimilarityDecision",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="created")),
                ("updated_at", models.DateTimeField(blank=True, editable=False, verbose_name="last change")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("keep_apart", "not the same, keep apart"),
                            ("related", "related, keep apart"),
                        ],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="plan above",
                    ),
                ),
                (
                    "item_a",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.planitem",
                        verbose_name="first item",
                    ),
                ),
                (
                    "item_b",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.planitem",
                        verbose_name="second item",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical decision on similar items",
                "verbose_name_plural": "historical decisions on similar items",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPlanItem",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="created")),
                ("updated_at", models.DateTimeField(blank=True, editable=False, verbose_name="last change")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=300, verbose_name="title of the item")),
                ("objective", models.TextField(blank=True, verbose_name="objective")),
                ("target", models.TextField(blank=True, verbose_name="target (output)")),
                ("indicator", models.TextField(blank=True, verbose_name="indicator (KPI)")),
                ("expected_result", models.TextField(blank=True, verbose_name="expected result")),
                (
                    "doability",
                    models.CharField(
                        choices=[
                            ("alone", "do it ourselves"),
                            ("together", "with partners"),
                            ("support", "ask for support"),
                        ],
                        max_length=8,
                        verbose_name="how",
                    ),
                ),
                (
                    "door",
                    models.CharField(
                        choices=[
                            ("local", "local authority"),
                            ("district", "district (One Plan)"),
                            ("province", "province"),
                            ("pao", "provincial administrative organisation"),
                            ("agency", "agency directly"),
                        ],
                        max_length=8,
                        verbose_name="door",
                    ),
                ),
                (
                    "confirmed",
                    models.TextField(blank=True, editable=False, verbose_name="warnings confirmed"),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="archived")),
                (
                    "archived_why",
                    models.CharField(blank=True, max_length=300, verbose_name="reason of the archive"),
                ),
                ("shelved", models.JSONField(blank=True, default=dict, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "archived_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="areas.area",
                        verbose_name="place",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dimension",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.dimension",
                        verbose_name="dimension",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "main_agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.agency",
                        verbose_name="main responsible agency",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "work_stream",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.workstream",
                        verbose_name="work stream",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.planitem",
                        verbose_name="copied from",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical plan item",
                "verbose_name_plural": "historical plan items",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalNeedLink",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.need",
                        verbose_name="need",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.planitem",
                        verbose_name="plan item",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical need with its item",
                "verbose_name_plural": "historical needs with their items",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLineage",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("seen", models.JSONField(blank=True, editable=False, null=True)),
                (
                    "kept",
                    models.CharField(blank=True, max_length=500, verbose_name="kept as it was, because"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.planitem",
                        verbose_name="item of a plan below",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.planitem",
                        verbose_name="line of the plan above",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical item carried up",
                "verbose_name_plural": "historical items carried up",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLeftOut",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="created")),
                ("updated_at", models.DateTimeField(blank=True, editable=False, verbose_name="last change")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("alone", "done by the community itself, nothing to ask of the province"),
                            ("other_door", "proposed through another door"),
                            ("other", "other reason"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason in words")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="plan above",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.planitem",
                        verbose_name="plan item",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical item left out",
                "verbose_name_plural": "historical items left out",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalItemBudget",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("year", config.tools.fields.BEYearField(verbose_name="year")),
                ("amount", config.tools.money.MoneyField(verbose_name="amount")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="areas.area",
                        verbose_name="place",
                    ),
                ),
                (
                    "dimension",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.dimension",
                        verbose_name="dimension",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wanted_source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.agency",
                        verbose_name="wanted source",
                    ),
                ),
                (
                    "work_stream",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.workstream",
                        verbose_name="work stream",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.planitem",
                        verbose_name="plan item",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical budget of an item",
                "verbose_name_plural": "historical budgets of items",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("endorsed", "endorsed"),
                            ("undone", "endorsement undone"),
                            ("locked", "closed"),
                            ("reopened", "reopened, back to draft"),
                            ("unlocked", "reopened, still endorsed"),
                        ],
                        max_length=8,
                        verbose_name="step",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a plan",
                "verbose_name_plural": "steps of a plan",
                "ordering": ("plan_id", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["endorsed", "locked"]),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="step_back_says_why",
                        violation_error_message="Say why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="project_links",
                        to="plans.need",
                        verbose_name="need",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="need_links",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "need with its project",
                "verbose_name_plural": "needs with their projects",
                "constraints": [
                    models.UniqueConstraint(fields=("project", "need"), name="need_linked_once_to_project")
                ],
            },
        ),
        migrations.CreateModel(
            name="SimilarityDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("keep_apart", "not the same, keep apart"),
                            ("related", "related, keep apart"),
                        ],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item_a",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.planitem",
                        verbose_name="first item",
                    ),
                ),
                (
                    "item_b",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.planitem",
                        verbose_name="second item",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="similarity_decisions",
                        to="plans.plan",
                        verbose_name="plan above",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "decision on similar items",
                "verbose_name_plural": "decisions on similar items",
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "item_a", "item_b"), name="pair_judged_once"),
                    models.CheckConstraint(
                        condition=models.Q(("item_a__lt", models.F("item_b"))), name="pair_in_one_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="apart_says_why",
                        violation_error_message="Say why the two are kept apart",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeftOutYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", config.tools.fields.BEYearField(verbose_name="year")),
                ("amount", config.tools.money.MoneyField(verbose_name="amount left out")),
                (
                    "left_out",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="years", to="plans.leftout"
                    ),
                ),
                (
                    "wanted_source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.agency",
                        verbose_name="wanted source",
                    ),
                ),
            ],
            options={
                "verbose_name": "amount left out",
                "verbose_name_plural": "amounts left out",
                "ordering": ("left_out_id", "year"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("left_out", "year", "wanted_source"), name="left_out_year_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("wanted_source__isnull", True)),
                        fields=("left_out", "year"),
                        name="left_out_year_once_without_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="left_out_more_than_nothing"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LineageYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", config.tools.fields.BEYearField(verbose_name="year")),
                ("amount", config.tools.money.MoneyField(verbose_name="amount carried")),
                (
                    "lineage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="years", to="plans.lineage"
                    ),
                ),
                (
                    "wanted_source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.agency",
                        verbose_name="wanted source",
                    ),
                ),
            ],
            options={
                "verbose_name": "amount carried",
                "verbose_name_plural": "amounts carried",
                "ordering": ("lineage_id", "year"),
                "constraints": [
                    models.UniqueConstraint(fields=("lineage", "year", "wanted_source"), name="carried_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("wanted_source__isnull", True)),
                        fields=("lineage", "year"),
                        name="carried_once_without_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="carried_more_than_nothing"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="lineage",
            constraint=models.UniqueConstraint(fields=("parent", "child"), name="lineage_once"),
        ),
        migrations.AddConstraint(
            model_name="lineage",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("child")), _negated=True), name="lineage_not_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="leftout",
            constraint=models.UniqueConstraint(fields=("plan", "item"), name="left_out_once"),
        ),
    ]

"""Areas, clusters, people and their assignments in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminTextInputWidget

from areas import admin_around as around
from areas import links, rules_people, visits
from areas.admin_base import EditAdmin, NarrowedInline, ViewAdmin
from areas.admin_filters import by_province
from areas.admin_profiles import AreaProfileAdmin
from areas.admin_shown import as_people_write
from areas.histories import Part, Told
from areas.imports.kinds import Importable
from areas.imports.lists import write_listed
from areas.loading import NAME_CORRECTED
from areas.models import (
    Area,
    AreaAlias,
    AreaProfile,
    Assignment,
    Cluster,
    CommunityOrganization,
    Designation,
    LocalAuthority,
    LocalAuthorityArea,
    Role,
    User,
)
from areas.people import person_of
from areas.rules_lists import refuse_leaving
from areas.searchkey import normalise
from config.tools.fields import BEDateFormField, CleanCharField

admin.site.unregister(Group)  # rights come from assignments alone
admin.site.register(AreaProfile, AreaProfileAdmin)
admin.site.register(AreaAlias, around.AreaAliasAdmin)
admin.site.register(Designation, around.DesignationAdmin)
admin.site.register(LocalAuthority, around.LocalAuthorityAdmin)
admin.site.register(LocalAuthorityArea, around.LocalAuthorityAreaAdmin)
admin.site.register(CommunityOrganization, around.CommunityOrganizationAdmin)


class AreaForm(forms.ModelForm[Area]):
    """The names of an area, cleaned up."""

    name_th = CleanCharField(
        label=gettext_lazy("Thai name"), max_length=120, widget=UnfoldAdminTextInputWidget
    )
    name_en = CleanCharField(
        label=gettext_lazy("English name"), max_length=120, required=False, widget=UnfoldAdminTextInputWidget
    )


@admin.register(Area)
class AreaAdmin(EditAdmin):
    """Names and postal codes; the tree itself comes from `manage.py load_areas` and the staff pages."""

    adds = False  # villages and communities are added on the staff page of their tambon
    form = AreaForm
    list_display = ("code", "full_name", "level", "postal_code", "abolished_on")
    list_filter = (by_province("code"), "level")
    search_fields = ("code",)
    sheet_columns = (
        "code", "level", "name_th", "name_en", "parent", "postal_code", "moo_no", "abolished_on",
    )  # fmt: skip
    search_help_text = gettext_lazy("A name or the start of a code")
    ordering = ("code",)
    fields = (
        "code",
        "level",
        "parent",
        "name_th",
        "name_en",
        "postal_code",
        "moo_no",
        "abolished_on",
        "successors",
    )
    readonly_fields = ("code", "level", "parent", "moo_no", "abolished_on", "successors")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Area], search_term: str
    ) -> tuple[QuerySet[Area], bool]:
        """Search as the search box does; where an area is chosen, offer those the person looks after."""
        if "field_name" in request.GET:
            queryset = Area.objects.editable_by(person_of(request)).filter(abolished_on__isnull=True)
        text = normalise(search_term)
        condition = Q(search_key__contains=text)
        if text.upper().isascii() and text.isalnum():
            condition |= Q(code__gte=text.upper(), code__lte=text.upper() + "Z" * 8)
        return (queryset.filter(condition) if text else queryset), False

    def save_model(self, request: HttpRequest, obj: Area, form: Any, change: bool) -> None:
        """Remember that a person corrected the name, so that loading areas keeps it."""
        if {"name_th", "name_en"} & set(form.changed_data):
            obj._change_reason = NAME_CORRECTED
        super().save_model(request, obj, form, change)


class ClusterForm(forms.ModelForm[Cluster]):
    """A cluster; a province whose plan is tied to one of the cluster's stays in it."""

    def clean(self) -> dict[str, Any]:
        """Refuse a province that cannot leave."""
        values = super().clean() or self.cleaned_data
        if self.instance.pk and "provinces" in values:
            refuse_leaving(self.instance, values["provinces"])
        return values


@admin.register(Cluster)
class ClusterAdmin(EditAdmin):
    """Clusters of provinces; which provinces belong to one decides scope, so only a superuser says."""

    form = ClusterForm
    importable = Importable(
        Cluster, ("name", "scheme", "is_active"), write_listed, key="name", shown=("provinces",)
    )
    sheet_columns = ("name", "scheme", "is_active", "provinces")
    list_display = ("name", "scheme")
    search_fields = ("name",)
    autocomplete_fields = ("provinces",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cluster]:
        """Fetch the provinces with the clusters."""
        rows: QuerySet[Cluster] = super().get_queryset(request)
        return rows.prefetch_related("provinces")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a superuser makes clusters."""
        return person_of(request).is_superuser

    def may_import_new(self, request: HttpRequest) -> bool:
        """A cluster is added with its provinces, on its own page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A coordinator names the clusters they coordinate."""
        user = person_of(request)
        return obj is None or user.is_superuser or obj.pk in user.coordinated_clusters

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep a coordinator from widening the own scope."""
        return () if person_of(request).is_superuser else ("provinces",)


class AssignmentForm(forms.ModelForm[Assignment]):
    """An assignment with its days as people type them."""

    from_date = BEDateFormField(label=gettext_lazy("from"), required=False, widget=UnfoldAdminTextInputWidget)
    to_date = BEDateFormField(label=gettext_lazy("to"), required=False, widget=UnfoldAdminTextInputWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name each field where it stands: in a row of a table it has no label of its own."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget: Any = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = field.label


class AssignmentInline(NarrowedInline, TabularInline):  # type: ignore[misc]  # unfold's classes have no types
    """What is assigned to a person; an assignment is ended by its last day, never deleted."""

    model = Assignment
    form = AssignmentForm
    fields = ("role", "area", "cluster", "from_date", "to_date")
    autocomplete_fields = ("area",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change the person may assign."""
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change the person may change what is assigned to them."""
        return (
            obj is None
            or obj.pk is None
            or User.objects.editable_by(person_of(request)).filter(pk=obj.pk).exists()
        )

    def get_min_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Ask a coordinator for at least one assignment: a person without one would be out of their sight."""
        return 0 if person_of(request).is_superuser else 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Refuse an empty list of assignments where one is asked for."""
        kwargs.setdefault("validate_min", not person_of(request).is_superuser)
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer a coordinator the areas and clusters they coordinate."""
        user = person_of(request)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if not user.is_superuser and db_field.name == "area":
            field.queryset = Area.objects.filter(user.coordinated_areas("code"))
        if not user.is_superuser and db_field.name == "cluster":
            field.queryset = Cluster.objects.filter(pk__in=user.coordinated_clusters)
        return field

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Keep the role of coordinator for superusers to give."""
        if db_field.name == "role" and not person_of(request).is_superuser:
            kwargs["choices"] = [choice for choice in Role.choices if choice[0] != Role.COORDINATOR]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


@admin.register(Assignment)
class AssignmentAdmin(ViewAdmin):
    """Who looks after what, to look at; it is changed on the person's page."""

    staff_page, staff_row = "person_detail", "user_id"
    list_display = ("user", "role", "place", "from_date", "to_date")
    list_filter = (by_province("area_id"), "role")
    list_select_related = ("user", "area", "cluster")
    search_fields = ("user__username", "user__first_name", "user__last_name", "area__name_th")


class PersonForm(UserChangeForm):  # type: ignore[misc]  # unfold's classes have no types
    """A person and their rights; `by` is who changes them."""

    by: User

    def clean(self) -> Any:
        """Keep people from closing their own account, and the last system administrator in."""
        data = super().clean()
        names = ("is_active", "is_staff", "is_superuser")
        rights = {name: self.cleaned_data.get(name, getattr(self.instance, name)) for name in names}
        rules_people.refuse_lockout(self.by, self.instance, rights)
        return data


@admin.register(User)
class UserAdmin(EditAdmin, DjangoUserAdmin):  # type: ignore[misc, type-arg]  # unfold's bases
    """People: deactivated, never deleted. A coordinator looks after the people of the own scope."""

    form = PersonForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines = (AssignmentInline,)
    list_display = ("username", "first_name", "last_name", "roles", "is_active", "is_staff", "last_login")
    sheet_columns = ("username", "first_name", "last_name", "email", "is_active", "is_staff", "last_login")
    told = Told(
        User,
        parts=(
            Part(
                Assignment,
                gettext_lazy("Assigned"),
                owner="user",
                named=("role", "area", "cluster"),
            ),
        ),
    )
    list_filter = ("is_active", "is_staff")
    search_fields = ("username", "first_name", "last_name")
    ordering = ("username",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "first_name", "last_name", "email", "language")}),
        (gettext_lazy("May log in"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (gettext_lazy("When"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "first_name",
                    "last_name",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )

    @admin.display(description=gettext_lazy("Assigned"))
    def roles(self, person: User) -> str:
        """Tell the person's assignments; past ones too."""
        return " · ".join(f"{row.get_role_display()} {row.place}" for row in person.assignments.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Fetch assignments with the people."""
        rows: QuerySet[User] = super().get_queryset(request)
        return rows.prefetch_related("assignments__area", "assignments__cluster")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep who enters the admin for superusers to say."""
        always = as_people_write(User, ("last_login", "date_joined"))
        return always if person_of(request).is_superuser else (*always, "is_staff", "is_superuser")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form who changes the person."""
        made = super().get_form(request, obj, change=change, **kwargs)
        return type(made.__name__, (made,), {"by": person_of(request)})

    def rows_to_lock(self, row: Any) -> QuerySet[User]:
        """Lock the administrators too, all in one order: two of them may take each other's rights at once."""
        return User.objects.filter(Q(pk=row.pk) | Q(is_superuser=True)).order_by("pk")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """End the links and open logins of an account that is closed."""
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data and not obj.is_active:
            links.end_all(obj)
            visits.end_all(obj)

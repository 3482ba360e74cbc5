"""Lists in which "angela" finds "ÁNGELA ÑAÑEZ" on any database: by a column with what is compared of other columns."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from cms.core.text.skeleton import fold_words


class SkeletonField(models.TextField):
    """The words of the fields `of`, folded (`cms.core.text.fold_words`). Written whenever one of them is saved."""

    def __init__(self, of: Iterable[str] = (), **options: Any) -> None:
        self.of = tuple(of)
        merged: dict[str, Any] = {"default": "", "blank": True, "editable": False} | options
        super().__init__(**merged)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = words_to_find(*(str(getattr(model_instance, name)) for name in self.of))
        setattr(model_instance, self.attname, value)
        return value


class FoundBySkeleton(models.Model):
    """What staff look for by a skeleton: `save(update_fields=…)` writes it with what it is made of."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        changed = kwargs.get("update_fields")
        if changed is not None:
            fields = [field for field in self._meta.concrete_fields if isinstance(field, SkeletonField)]
            stale = [field.name for field in fields if not set(changed).isdisjoint(field.of)]
            kwargs["update_fields"] = {*changed, *stale}
        super().save(*args, **kwargs)


def words_to_find(*texts: str) -> str:
    """What a skeleton column holds of `texts`."""
    return fold_words(" ".join(texts))


def found_by(asked: str, *columns: str) -> Q:
    """The rows in whose skeleton `columns` every word of `asked` stands, each in any of them."""
    condition = Q()
    for word in words_to_find(asked).split():
        in_any = Q(pk__in=[])
        for column in columns:
            in_any |= Q(**{f"{column}__contains": word})
        condition &= in_any
    return condition


class SearchByName:
    """Before an index view: every word that is asked for stands in one of `skeletons`, the same on any database."""

    skeletons: tuple[str, ...] = ("skeleton",)
    is_searching: bool
    search_query: str

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(found_by(self.search_query, *self.skeletons)) if self.is_searching else queryset

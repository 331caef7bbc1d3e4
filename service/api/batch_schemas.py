"""Batches: what comes in and goes out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, post_load, validate, validates

from service.api.answer_schemas import ItemProblem, ListResponse, SummaryResponse
from service.api.answers import AnswerSchema
from service.api.fields import Flag, Instant, LanguageName, Several, Text, Url, Whole, about
from service.api.parts import parts
from service.api.request_schemas import BUDGETS, StrictSchema, SummariseRequest, SummaryOptions, wish
from service.errors import LimitExceededError
from service.use_cases import Item

LONGEST_NAME = 200


class BatchItem(SummariseRequest):
    """One item: what ``POST /summarise`` takes as JSON, under a name."""

    class Meta:
        exclude = ("file", "store")

    SOURCES: ClassVar[tuple[str, ...]] = ("text", "html", "article_id", "articles", "article_ids")
    DEFAULTS_ELSEWHERE: ClassVar[bool] = True  # those of the batch

    id = Text(
        required=True,
        validate=validate.Length(min=1, max=LONGEST_NAME),
        metadata=about("Your own id of the item; no two items of a batch have the same."),
    )


class Items(Several):
    """The items of a batch, no more than this instance takes."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> list[Any]:
        most = parts().limits.batch_items
        if isinstance(value, list) and len(value) > most:
            raise LimitExceededError(what="The batch", limit=most, unit="items", pointer="/items")
        if value == []:
            raise ValidationError("Send one item at least.")
        return super()._deserialize(value, attr, data, **kwargs)


class BatchRequest(SummaryOptions):
    items = Items(
        fields.Nested(BatchItem),
        required=True,
        least=1,
        most=100_000,
        metadata=about("The articles. An option that an item has itself goes before that of the batch."),
    )
    language = LanguageName()
    fair_share = Flag(metadata=about("In a digest, each article has its say before one has its second.", default=False))

    callback_url = Url(
        metadata=about("Is sent the batch, signed, when it has ended; only where the operator allows it."),
    )

    @validates("items")
    def distinct(self, items: Sequence[Mapping[str, Any]], **_: Any) -> None:
        seen: dict[str, int] = {}
        faults: dict[int, Any] = {}
        for place, item in enumerate(items):
            name = item.get("id") if isinstance(item, Mapping) else None  # one that is at fault is here all the same
            if isinstance(name, str) and (first := seen.setdefault(name, place)) != place:
                faults[place] = {"id": [f"The item at place {first} has the same id."]}
        if faults:
            raise ValidationError(faults)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The items with all that they wish; what is not theirs beside them."""
        shared = {name: value for name, value in data.items() if name not in {"items", "callback_url"}}
        items = [item_of(item, shared) for item in data["items"]]
        return {"items": items, "callback_url": data.get("callback_url")}


def item_of(own: Mapping[str, Any], shared: Mapping[str, Any]) -> Item:
    """A valid item; what it does not wish itself it wishes as the batch does."""
    if any(name in own for name in BUDGETS):
        shared = {name: value for name, value in shared.items() if name not in BUDGETS}
    if "article_id" in own:
        articles = [own["article_id"]]
    elif "article_ids" in own:
        articles = own["article_ids"]
    else:
        articles = own.get("articles") or [own["source"]]
        if "language" in shared:
            articles = [
                replace(one, language=shared["language"]) if one.language == "auto" else one for one in articles
            ]
    return Item(name=own["id"], articles=articles, wish=wish({**shared, **own}))


class ResultsQuery(StrictSchema):
    after = Whole(
        load_default=0,
        validate=validate.Range(min=0, max=100_000),
        metadata=about("How many lines you have: those that follow are given."),
    )


class BatchCounts(AnswerSchema):
    pending = fields.Integer(required=True, metadata=about("Waiting."))
    running = fields.Integer(required=True, metadata=about("Being worked on."))
    done = fields.Integer(required=True, metadata=about("Summed up."))
    failed = fields.Integer(required=True, metadata=about("Not summed up; the results say why."))
    cancelled = fields.Integer(required=True, metadata=about("Ended before they were done."))


class Callback(AnswerSchema):
    url = fields.String(required=True, metadata=about("Where the end of the batch is told."))
    attempts = fields.Integer(required=True, metadata=about("How often that was tried."))
    status = fields.Integer(required=True, allow_none=True, metadata=about("What it was answered last."))
    is_over = fields.Boolean(required=True, metadata=about("Whether it was told, or given up."))


class BatchResponse(AnswerSchema):
    id = fields.UUID(required=True, metadata=about("UUIDv7."))
    state = fields.String(
        required=True,
        validate=validate.OneOf(["queued", "running", "done", "cancelled"]),
        metadata=about("queued until the first item is begun; done when none is left, failed ones included."),
    )
    total = fields.Integer(required=True, metadata=about("How many items it has."))
    counts = fields.Nested(BatchCounts, required=True, metadata=about("How many items are in each state."))
    progress = fields.Float(required=True, metadata=about("0..1: the share of items that have ended; never falls."))
    rate = fields.Float(required=True, allow_none=True, metadata=about("Items a second since the first was begun."))
    created_at = Instant(required=True, metadata=about("When it came in, in UTC."))
    started_at = Instant(required=True, allow_none=True, metadata=about("When its first item was begun."))
    finished_at = Instant(required=True, allow_none=True, metadata=about("When its last item ended."))
    estimated_finish = Instant(
        required=True, allow_none=True, metadata=about("When it will be done if it goes on like this.")
    )
    callback = fields.Nested(Callback, required=True, allow_none=True, metadata=about("How far its callback is."))


class BatchList(ListResponse):
    items = fields.List(fields.Nested(BatchResponse), required=True, metadata=about("Newest first."))


class ItemResult(AnswerSchema):
    """One line of the results."""

    id = fields.String(required=True, metadata=about("Your own id of the item."))
    status = fields.String(
        required=True,
        validate=validate.OneOf(["done", "failed", "cancelled"]),
        metadata=about("How it ended."),
    )
    summary = fields.Nested(SummaryResponse, metadata=about("Of an item that is done; left out if it was deleted."))
    problem = fields.Nested(ItemProblem, metadata=about("Why there is no summary."))

"""The one recorder of resources that only need to exist: properties kept, nothing done with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region, new_uuid

from standin.handlers import Attributes, Made, ResourceType
from standin.schemas import Properties


@dataclass(frozen=True)
class Place:
    """Where a resource is made; identifiers and attributes are written from it."""

    account: str
    region: str
    stack: str
    logical_id: str

    @staticmethod
    def current(stack: str, logical_id: str) -> Place:
        """The account and region of the stack operation that runs."""
        return Place(get_account_id(), get_region(), stack, logical_id)


def hexadecimal(length: int) -> str:
    """Random lower-case hexadecimal digits, as in the ids of AWS."""
    digits: str = new_uuid().replace("-", "")
    return digits[:length]


@dataclass(frozen=True)
class Recorded(ResourceType):
    """A type that is recorded only: `identify` writes its physical id, `describe` what Fn::GetAtt gives."""

    name: str
    identify: Callable[[Place, Properties], str]
    describe: Callable[[Place, Properties, str], Attributes]

    def create(self, logical_id: str, properties: Properties, stack: str) -> Made:
        """Records a new resource."""
        place = Place.current(stack, logical_id)
        physical_id = self.identify(place, properties)
        attributes = self.describe(place, properties, physical_id)
        _RECORDS[f"{self.name} {physical_id}"] = {"properties": properties, "attributes": attributes}
        return physical_id, attributes

    def update(self, physical_id: str, _old: Properties, new: Properties) -> Made:
        """Records the new properties under the same id, with the same attributes."""
        record = _RECORDS[f"{self.name} {physical_id}"]
        record["properties"] = new
        return physical_id, record["attributes"]

    def delete(self, physical_id: str, _properties: Properties) -> None:
        """Forgets the resource."""
        _RECORDS.pop(f"{self.name} {physical_id}", None)


_RECORDS: Any = AccountRegionScopedDict()


def records() -> Iterator[tuple[str, str, Properties]]:
    """Type, physical id and properties of everything that is recorded now, in every account and region."""
    for (_account, _region, key), record in _RECORDS.all_items():
        name, _, physical_id = str(key).partition(" ")
        yield name, physical_id, record["properties"]

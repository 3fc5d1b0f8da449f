"""`/v5/products/brands` and `/categories`: what is published, with conditional requests."""

from datetime import datetime

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.assortment.categories import AttributeRule, Brand, Directory, Group, Requirement
from adapters.otto.standin.bodies import Json
from adapters.otto.standin.paging import paged
from adapters.otto.standin.timestamps import written


class Catalogue:
    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    def brands(self, request: Request) -> Response:
        answer = paged(request, "brands", self.directory.brands, 1000, _brand)
        return _conditional(answer, request, self.directory.brands_changed_at)

    def categories(self, request: Request) -> Response:
        """Groups; `category` asks for the group of that one."""
        groups = self.directory.groups
        wanted = request.args.get("category")
        if wanted is not None:
            group = self.directory.group_of(wanted)
            if group is None:
                return Response(status=404)
            groups = [group]
        answer = paged(request, "categoryGroups", groups, 2000, _group)
        return _conditional(answer, request, self.directory.changed_at)


def _conditional(answer: Response, request: Request, changed_at: datetime) -> Response:
    """304 for who has the page already."""
    if answer.status_code != 200:
        return answer
    answer.add_etag()
    answer.last_modified = changed_at.replace(microsecond=0)
    return answer.make_conditional(request)


def _brand(brand: Brand) -> Json:
    row = {"id": brand.id, "name": brand.name, "usable": brand.usable}
    return row | ({"logo": f"https://brandlogos.example.com/{brand.id}.jpg"} if brand.usable else {})


def _group(group: Group) -> Json:
    return {
        "categoryGroup": group.name,
        "categories": list(group.categories),
        "variationThemes": list(group.themes),
        "title": "",
        "attributes": [_attribute(rule) for rule in group.attributes],
        "createdAt": written(group.created_at, "Z"),
        "lastModified": written(group.changed_at, "Z"),
        "additionalRequirements": [_requirement(demand) for demand in group.requirements],
    }


def _attribute(rule: AttributeRule) -> Json:
    row: Json = {
        "name": rule.name,
        "attributeGroup": rule.group,
        "type": rule.kind,
        "multiValue": rule.multi,
        "featureRelevance": list(rule.features),
        "relevance": rule.relevance,
    }
    if rule.unit is not None:
        row["unit"], row["unitDisplayName"] = rule.unit
    for name, values in (
        ("allowedValues", rule.allowed),
        ("recommendedValues", rule.recommended),
        ("relatedMediaAssets", rule.media),
    ):
        if values:
            row[name] = list(values)
    return row | ({"description": rule.description} if rule.description else {})


def _requirement(demand: Requirement) -> Json:
    return {
        "name": demand.name,
        "jsonPath": f"$.productVariations[*].productDescription.attributes(@name='{demand.name}')",
        "description": demand.description,
        "condition": {"name": demand.when, "jsonPath": "$", "value": demand.value},
        "featureRelevance": ["LICENSE_REQUIRED"],
    }

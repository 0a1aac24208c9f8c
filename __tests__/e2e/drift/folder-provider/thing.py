"""The resources `folder_thing` and `aws_autoscaling_group`."""

from tf.iface import CreateContext, DeleteContext, ImportContext, PlanContext, ReadContext, Resource, UpdateContext
from tf.schema import Attribute, Schema
from tf.types import Map, Number, String, Unknown

ATTRIBUTES = [
    Attribute("name", String(), required=True, requires_replace=True),
    Attribute("content", String(), optional=True),
    Attribute("size", Number(), optional=True),
    Attribute("tags", Map(String()), optional=True),
    Attribute("password", String(), optional=True, sensitive=True),
    # The revision of another thing, as a group follows the version of its launch template.
    Attribute("follows", String(), optional=True),
    Attribute("id", String(), computed=True),
    Attribute("revision", String(), computed=True),
]


class Thing(Resource):
    attributes = ATTRIBUTES

    def __init__(self, provider):
        self._provider = provider

    @classmethod
    def get_name(cls) -> str:
        return "folder_thing"

    @classmethod
    def get_schema(cls) -> Schema:
        # With a version, because without one the framework warns at each read that it upgrades the state.
        return Schema(version=1, attributes=cls.attributes)

    def plan(self, ctx: PlanContext, current: dict | None, planned: dict) -> dict:
        return {**planned, "revision": Unknown} if ctx.changed_fields else planned

    def create(self, ctx: CreateContext, planned: dict) -> dict | None:
        return self._write(ctx, {**planned, "id": f"thing-{planned['name']}", "revision": "1"})

    def read(self, ctx: ReadContext, current: dict) -> dict | None:
        if not self._cloud.answers(current["name"], ctx.diagnostics):
            return current
        thing = self._cloud.read(current["name"])
        return thing and {attribute.name: thing.get(attribute.name) for attribute in self.attributes}

    def import_(self, ctx: ImportContext, id: str) -> dict | None:
        """Terraform reads it next, and says itself when there is none."""
        name = id.removeprefix("thing-")
        return {attribute.name: None for attribute in self.attributes} | {"id": id, "name": name}

    def update(self, ctx: UpdateContext, current: dict, planned: dict) -> dict:
        revision = str(int(current["revision"]) + 1)
        return self._write(ctx, {**planned, "revision": revision}) or current

    def delete(self, ctx: DeleteContext, current: dict) -> None:
        self._cloud.remove(current["name"])

    def _write(self, ctx: CreateContext | UpdateContext, thing: dict) -> dict | None:
        if not self._cloud.answers(thing["name"], ctx.diagnostics, writes=True):
            return None
        self._cloud.write(thing["name"], thing)
        return thing

    @property
    def _cloud(self):
        return self._provider.cloud


class Group(Thing):
    """The resource whose change starts an instance refresh; here nothing but its name and that attribute."""

    attributes = [*ATTRIBUTES, Attribute("launch_configuration", String(), optional=True)]

    @classmethod
    def get_name(cls) -> str:
        return "aws_autoscaling_group"

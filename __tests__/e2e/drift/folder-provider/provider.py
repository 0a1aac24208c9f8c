"""A Terraform provider whose cloud is a folder, so that tests make drift by editing a file."""

from threading import Event

from tf.iface import Config, DataSource, Provider, Resource
from tf.schema import Attribute, Schema
from tf.types import String
from tf.utils import Diagnostics

from cloud import Cloud
from thing import Group, Thing


class FolderProvider(Provider):
    def __init__(self):
        self.stopped = Event()
        self.cloud: Cloud | None = None

    def get_model_prefix(self) -> str:
        # The resources have their whole names.
        return ""

    def full_name(self) -> str:
        return "test-app.example/stand-in/folder"

    def get_provider_schema(self, diags: Diagnostics) -> Schema:
        return Schema(attributes=[Attribute("path", String(), required=True)])

    def validate_config(self, diags: Diagnostics, config: Config) -> None:
        pass

    def configure_provider(self, diags: Diagnostics, config: Config) -> None:
        self.cloud = Cloud(config["path"], self.stopped)

    def get_data_sources(self) -> list[type[DataSource]]:
        return []

    def get_resources(self) -> list[type[Resource]]:
        return [Thing, Group]

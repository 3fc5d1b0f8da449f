"""The tables: SQLModel classes in the modules here, and the tables made of them below."""

from typing import Final

from sqlalchemy import Table

from adapters.storage.tables import (  # noqa: F401 - each adds its tables
    accounts,
    aftermath,
    alerts,
    dispatch,
    interface,
    labels,
    listings,
    orders,
    schedule,
    stock,
    users,
    work,
)
from adapters.storage.tables.root import metadata as metadata

ACCOUNT: Final[Table] = metadata.tables["account"]
PORTAL_ACCOUNT: Final[Table] = metadata.tables["portal_account"]
APP: Final[Table] = metadata.tables["app"]
SECRET: Final[Table] = metadata.tables["secret"]
CHECKPOINT: Final[Table] = metadata.tables["checkpoint"]
SALES_ORDER: Final[Table] = metadata.tables["sales_order"]
POSITION: Final[Table] = metadata.tables["order_position"]
CHARGE: Final[Table] = metadata.tables["order_charge"]
ADDRESS: Final[Table] = metadata.tables["order_address"]
SET_ASIDE: Final[Table] = metadata.tables["order_set_aside"]
PURCHASE: Final[Table] = metadata.tables["label_purchase"]
DOCUMENT: Final[Table] = metadata.tables["label_document"]
DISPATCH_NOTICE: Final[Table] = metadata.tables["dispatch_notice"]
DISPATCH_PARCEL: Final[Table] = metadata.tables["dispatch_parcel"]
DISPATCH_POSITION: Final[Table] = metadata.tables["dispatch_position"]
RETURN_NUMBER: Final[Table] = metadata.tables["return_number"]
NUMBER_RANGE: Final[Table] = metadata.tables["return_number_range"]
CANCELLATION: Final[Table] = metadata.tables["order_cancellation"]
ORDER_RETURN: Final[Table] = metadata.tables["order_return"]
RETURN_PARCEL: Final[Table] = metadata.tables["return_parcel"]
RECEIPT: Final[Table] = metadata.tables["receipt"]
PRICE_REDUCTION: Final[Table] = metadata.tables["price_reduction"]
SYNC_PASS: Final[Table] = metadata.tables["sync_pass"]
SCHEDULE: Final[Table] = metadata.tables["schedule"]
LEASE: Final[Table] = metadata.tables["lease"]
ALERT: Final[Table] = metadata.tables["alert"]
BUDGET: Final[Table] = metadata.tables["request_budget"]
HOST_USER: Final[Table] = metadata.tables["host_user"]
USER_ROLE: Final[Table] = metadata.tables["user_role"]
USER_SESSION: Final[Table] = metadata.tables["user_session"]
USER_INVITATION: Final[Table] = metadata.tables["user_invitation"]
STOCK_REVISION: Final[Table] = metadata.tables["stock_revision"]
ARTICLE: Final[Table] = metadata.tables["article"]
STOCK_CLAIM: Final[Table] = metadata.tables["stock_claim"]
QUANTITY_TRACK: Final[Table] = metadata.tables["quantity_track"]
LISTING: Final[Table] = metadata.tables["listing"]
QUANTITY_ENTRY: Final[Table] = metadata.tables["quantity_entry"]
SWITCH_CALL: Final[Table] = metadata.tables["switch_call"]
LISTING_RECORD: Final[Table] = metadata.tables["listing_record"]
VERDICT: Final[Table] = metadata.tables["listing_verdict"]
LISTING_READING: Final[Table] = metadata.tables["listing_reading"]
CATALOGUE_PAGE: Final[Table] = metadata.tables["catalogue_page"]
BRAND: Final[Table] = metadata.tables["catalogue_brand"]
CATEGORY_GROUP: Final[Table] = metadata.tables["catalogue_group"]
CATEGORY: Final[Table] = metadata.tables["catalogue_category"]
INTERFACE_KEY: Final[Table] = metadata.tables["interface_key"]
IDEMPOTENT_WRITE: Final[Table] = metadata.tables["idempotent_write"]
WEBHOOK_COUNT: Final[Table] = metadata.tables["webhook_count"]
WEBHOOK_ENDPOINT: Final[Table] = metadata.tables["webhook_endpoint"]
WEBHOOK_DELIVERY: Final[Table] = metadata.tables["webhook_delivery"]

#: Tables that belong to the installation, not to one account.
OUTSIDE_THE_WALL: Final = frozenset({ACCOUNT, HOST_USER, USER_SESSION, USER_INVITATION})

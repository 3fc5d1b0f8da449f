"""A stand-in of the shop, with buyers. It shares no line with the adapter."""

from webshop_market.standin.server import ShopServer
from webshop_market.standin.shop import KEY, Article, Sale, Shop, SoldOut

__all__ = ["KEY", "Article", "Sale", "Shop", "ShopServer", "SoldOut"]

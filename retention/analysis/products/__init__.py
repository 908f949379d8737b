"""Products: what first buyers begin with and what that leads to, and after how long each is bought again."""

from retention.analysis.products.first_products import FirstProducts, first_products
from retention.analysis.products.refills import refills

__all__ = ["FirstProducts", "first_products", "refills"]

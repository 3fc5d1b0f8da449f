"""How people call the columns of a listing."""

from typing import Final

from core.text import Text

#: By column (`core.listing.cells`); one word for all bullet points, and one for a part of every contact.
COLUMNS: Final = {
    "sku": Text(en="SKU", de="SKU"),
    "reference": Text(en="Main article (reference)", de="Hauptartikel (Referenz)"),
    "ean": Text(en="EAN", de="EAN"),
    "category": Text(en="Category", de="Kategorie"),
    "brand_id": Text(en="Brand", de="Marke"),
    "product_line": Text(en="Product line", de="Produktlinie"),
    "description": Text(en="Description", de="Beschreibung"),
    "mpn": Text(en="Manufacturer's number (MPN)", de="Herstellernummer (MPN)"),
    "pzn": Text(en="PZN", de="PZN"),
    "moin": Text(en="MOIN", de="MOIN"),
    "product_url": Text(en="Address of the product", de="Produktadresse (URL)"),
    "produced_at": Text(en="Produced on", de="Produktionsdatum"),
    "multi_pack": Text(en="Multipack", de="Multipack"),
    "bundle": Text(en="Bundle", de="Bundle"),
    "fsc_certified": Text(en="FSC certified", de="FSC-zertifiziert"),
    "disposal": Text(en="Taking back old appliances", de="Altgeräte-Entsorgung"),
    "price": Text(en="Price with VAT", de="Preis inkl. MwSt."),
    "vat": Text(en="VAT", de="Mehrwertsteuer"),
    "msrp": Text(en="Recommended price (RRP)", de="UVP"),
    "sale_price": Text(en="Sale price", de="Sale-Preis"),
    "sale_start": Text(en="Sale from", de="Sale von"),
    "sale_end": Text(en="Sale until", de="Sale bis"),
    "norm_amount": Text(en="Base price per (amount)", de="Grundpreis je (Menge)"),
    "norm_unit": Text(en="Base price per (unit)", de="Grundpreis je (Einheit)"),
    "sales_amount": Text(en="One piece contains", de="Inhalt eines Stücks"),
    "sales_unit": Text(en="Unit of the contents", de="Einheit des Inhalts"),
    "released_at": Text(en="Release date", de="Freigabedatum"),
    "max_order_quantity": Text(en="Maximum order quantity", de="Maximale Bestellmenge"),
    "max_order_days": Text(en="Period in days", de="Zeitraum in Tagen"),
    "delivery_profile": Text(en="Delivery profile", de="Versandprofil"),
    "processing_days": Text(en="Own processing days", de="Eigene Bearbeitungstage"),
    "packing_count": Text(en="Number of packing units", de="Anzahl Packeinheiten"),
    "packing": Text(en="Packing units", de="Packeinheiten"),
    "media": Text(en="Pictures and documents", de="Bilder und Dokumente"),
    "bullet": Text(en="Bullet point", de="Stichpunkt"),
    "contact_name": Text(en="Name", de="Name"),
    "contact_address": Text(en="Address", de="Anschrift"),
    "contact_region": Text(en="Country (DE, AT ...)", de="Land (DE, AT ...)"),
    "contact_email": Text(en="E-mail", de="E-Mail-Adresse"),
    "contact_url": Text(en="Web address", de="Internetadresse"),
    "contact_phone": Text(en="Telephone", de="Telefon"),
    "contact_roles": Text(en="Roles", de="Rollen"),
    "contact_components": Text(en="For these parts only", de="Nur für diese Bestandteile"),
}

#: What a medium may be.
KINDS: Final = {
    "IMAGE": Text(en="picture", de="Bild"),
    "DIMENSIONAL_DRAWING": Text(en="drawing with measures", de="Maßzeichnung"),
    "COLOR_VARIANT": Text(en="picture of the colour", de="Farbmuster"),
    "ENERGY_EFFICIENCY_LABEL": Text(en="energy label", de="Energielabel"),
    "MATERIAL_SAMPLE": Text(en="sample of the material", de="Materialmuster"),
    "PRODUCT_DATASHEET": Text(en="product data sheet", de="Produktdatenblatt"),
    "USER_MANUAL": Text(en="manual", de="Bedienungsanleitung"),
    "MANUFACTURER_WARRANTY": Text(en="manufacturer's warranty", de="Herstellergarantie"),
    "SAFETY_DATASHEET": Text(en="safety data sheet", de="Sicherheitsdatenblatt"),
    "ASSEMBLY_INSTRUCTIONS": Text(en="assembly instructions", de="Aufbauanleitung"),
    "WARNING_LABEL": Text(en="warning label", de="Warnhinweis"),
}

ROLES: Final = {
    "MANUFACTURER": Text(en="manufacturer", de="Hersteller"),
    "DISTRIBUTOR": Text(en="distributor in the EU", de="Inverkehrbringer in der EU"),
    "FOOD_BUSINESS_OPERATOR": Text(en="food business operator", de="Lebensmittelunternehmer"),
    "FEED_BUSINESS_OPERATOR": Text(en="feed business operator", de="Futtermittelunternehmer"),
}

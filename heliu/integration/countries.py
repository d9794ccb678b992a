"""Country names as foreign files write them → ISO 3166 codes. What is no country has none."""

_CODES: dict[str, str] = {
    "argentina": "AR",
    "australia": "AU",
    "austria": "AT",
    "bahrain": "BH",
    "belgium": "BE",
    "brazil": "BR",
    "canada": "CA",
    "channel islands": "JE",
    "china": "CN",
    "cyprus": "CY",
    "czech republic": "CZ",
    "denmark": "DK",
    "eire": "IE",
    "finland": "FI",
    "france": "FR",
    "germany": "DE",
    "greece": "GR",
    "hong kong": "HK",
    "iceland": "IS",
    "ireland": "IE",
    "israel": "IL",
    "italy": "IT",
    "japan": "JP",
    "korea": "KR",
    "lebanon": "LB",
    "lithuania": "LT",
    "malta": "MT",
    "mexico": "MX",
    "netherlands": "NL",
    "nigeria": "NG",
    "norway": "NO",
    "poland": "PL",
    "portugal": "PT",
    "rsa": "ZA",
    "saudi arabia": "SA",
    "singapore": "SG",
    "spain": "ES",
    "sweden": "SE",
    "switzerland": "CH",
    "thailand": "TH",
    "uk": "GB",
    "united arab emirates": "AE",
    "united kingdom": "GB",
    "usa": "US",
    "venezuela": "VE",
}
UNKNOWN = "ZZ"


def country_code(name: str) -> str:
    """ISO code; "ZZ" (user-assigned: not known) for what the table does not name.

    >>> country_code("EIRE"), country_code("European Community")
    ('IE', 'ZZ')
    """
    return _CODES.get(name.strip().lower()) or UNKNOWN

"""What a carrier promises, by number. A number keeps its meaning; new promises get new numbers.

docs/carriers.md lists the same sentences under the same numbers.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pytest

PROMISES: Final[Mapping[int, str]] = MappingProxyType(
    {
        1: "The hook offers the same carriers every time, and sends nothing.",
        2: "Opening an account sends nothing, and neither do its `info` and its `limits`.",
        3: "An account's `info` is at most what the carrier declares for everybody.",
        4: "The servers are https addresses, and every request goes to one of them.",
        5: "Accounts share nothing: wrong secrets are refused also after another account used right ones.",
        6: "A bought label has a number, keeps kind and reference, and stands in the server's ledger once.",
        7: "Every document is what its format says, and a bought label comes in the format that was ordered.",
        8: "A weight arrives to the gram.",
        9: "One call of `buy` buys at most one label, whatever goes wrong.",
        10: "`buy` that fails with anything but `OutcomeUnknown` has bought nothing.",
        11: "A lost or unreadable answer to the purchase is `OutcomeUnknown`.",
        12: "A connection that did not come about is `Unreachable`.",
        13: "Status 429 is `Throttled` with the seconds that the server asks for, and nothing is bought.",
        14: "Status 401 is `AccessDenied` after at most one more try, 403 is `AccessDenied` or `Refused`.",
        15: "Any other status 4xx to the purchase is `Refused`, and nothing is bought.",
        16: "Whoever looks with `find` before buying again gets one label, however often answers are lost.",
        17: "`find` gives the label of exactly this reference with the number in the ledger, else `None`.",
        18: "A question without a usable answer is `Unreachable`, `BrokenReply` or `Throttled`.",
        19: "Nothing but the errors of `core.errors` comes out, whatever the server answers.",
        20: "Redirects are not followed.",
        21: "No error shows a secret or a part of an address.",
        22: "Neither logs nor output show a secret or a part of an address.",
        23: "No repr of a carrier or a result shows a secret or a part of an address.",
        24: "No URL holds a secret or a part of an address.",
        25: "An address arrives as it was given, or is refused at its field and nothing is sent.",
        26: "What `limits` does not allow is refused at its field, and nothing is sent.",
        27: "What is not declared is answered with `NotOffered` (or `NOT_OFFERED`), and nothing is sent.",
        28: "What is declared is offered.",
        29: "`fetch` gives documents in the format that was asked for.",
        30: "`cancel` of a fresh label is `DONE`, and asking again does no harm.",
        31: "`validate` buys nothing and accepts what `buy` accepts.",
        32: "`track` leaves out the numbers that the carrier does not know, and takes any count of them.",
        33: "`check` buys nothing and answers once for each feature.",
        34: "Wrong secrets are an answer of `check` (`works=False`), not an error.",
        35: "With wrong secrets `buy` is `AccessDenied`, and nothing is bought.",
        36: "Every secret is a field of the kind SECRET.",
        37: "The activation's form is complete and well-formed in both languages, and sends nothing.",
        38: "With the right data the activation ends in `Activate`, buys nothing, and its settings work.",
        39: "With wrong secrets the activation asks again or stops, and says why.",
        40: "`Activate.settings` hold no secret.",
        41: "While the carrier's server fails, the activation waits, asks or stops; it raises nothing.",
        42: "On the way out the consumer is the one who receives, and the merchant the one who sends.",
        43: "A token that the server no longer takes is renewed, and the label is bought.",
        44: "What the server refuses in its own way is `Refused` or `AccessDenied`, not `OutcomeUnknown`.",
        45: "`validate` asks the carrier about this order, and finds fault with what `buy` is refused for.",
        46: "The merchant's address arrives whole on the way out; on the way back whole, or nothing of it.",
    }
)


def promise(number: int) -> pytest.MarkDecorator:
    """Marks a check with the promise that it holds."""
    return pytest.mark.promise(number)

"""Other keys for the vault, without a stop.

First every process has the new key and still the old ones, then every secret is brought under the new one,
then nobody needs the old ones. With a key file the processes notice by themselves.
"""

from adapters.storage.keys import KeptKeys
from adapters.storage.memory import DatabaseMemory
from adapters.storage.vault import Rotation, Survey
from core.errors import Conflict, InvalidValue
from core.text import Text


def rotate(memory: DatabaseMemory) -> Rotation:
    """Every secret under a key that is new in the file, or the first in the setting.

    raises  InvalidValue: the keys come from the setting, and there is no second one
    """
    keys = memory.keys
    if isinstance(keys, KeptKeys):
        keys.begin_new()
    elif len(keys) < 2:
        raise InvalidValue(
            Text(
                en="APP_CENTER_VAULT_KEY holds one key. Put a new one behind it in every process"
                " (`app-center vault new-key` prints one), then in front of it, then call this again",
                de="APP_CENTER_VAULT_KEY enthält nur einen Schlüssel. Bitte in jedem Prozess einen neuen"
                " dahinter eintragen (`app-center vault new-key` gibt einen aus), dann davor, dann dies noch"
                " einmal aufrufen",
            )
        )
    return memory.rotate_secrets()


def retire(memory: DatabaseMemory) -> Survey:
    """Forget the old keys of the key file, once no secret needs them.

    raises  Conflict: some secret does
            InvalidValue: the keys come from the setting, where the operator takes them out
    """
    found = memory.survey_secrets()
    if found.older:
        raise Conflict(
            Text(
                en=f"{found.older} secrets still need an old key; `app-center vault rotate` renews them",
                de=f"{found.older} Geheimnisse brauchen noch einen alten Schlüssel;"
                " `app-center vault rotate` erneuert sie",
            )
        )
    keys = memory.keys
    if not isinstance(keys, KeptKeys):
        raise InvalidValue(
            Text(
                en="no secret needs the old keys: take all but the first out of APP_CENTER_VAULT_KEY",
                de="kein Geheimnis braucht die alten Schlüssel: bitte alle außer dem ersten aus"
                " APP_CENTER_VAULT_KEY nehmen",
            )
        )
    keys.keep_first()
    return found
